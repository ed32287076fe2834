/** Converts a Backstage catalog to descriptors. Pure: the same files give the same texts. */
import { stringify } from 'yaml'
import { type Blocks, mapAnnotations, mergedBlocks } from './annotations.ts'
import {
  type BackstageEntity,
  type Fields,
  fieldsIn,
  type Kind,
  keyOf,
  kindOf,
  listIn,
  type Place,
  type Ref,
  refOf,
  tagFor,
  tagsOf,
  textIn,
  textsIn,
} from './entity.ts'
import { membersOf, type People, peopleOf } from './people.ts'

export type MappedDescriptor = { readonly tag: string; readonly text: string; readonly place: Place }

/** An item without a counterpart. `what` is the same for all items of a kind, such as `annotation backstage.io/kubernetes-id`. */
export type Unmapped = { readonly what: string; readonly place: Place }

export type Mapped = { readonly descriptors: MappedDescriptor[]; readonly unmapped: Unmapped[] }

type Mapping = {
  readonly tags: ReadonlyMap<string, string>
  readonly people: People
  /** Dependencies that other entities declare for an entity, by its key: providers of an API, and `dependencyOf`. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>
  readonly miss: (what: string, place: Place) => void
}

/** The fields of `spec` that are read, by kind. */
const SPEC: Readonly<Record<Kind, readonly string[]>> = {
  component: [
    'type',
    'lifecycle',
    'owner',
    'system',
    'subcomponentOf',
    'providesApis',
    'consumesApis',
    'dependsOn',
    'dependencyOf',
  ],
  api: ['type', 'lifecycle', 'owner', 'system', 'dependsOn', 'dependencyOf'],
  resource: ['type', 'lifecycle', 'owner', 'system', 'dependsOn', 'dependencyOf'],
  system: ['type', 'owner', 'domain'],
  domain: ['type', 'owner', 'subdomainOf'],
  group: ['type', 'profile', 'parent', 'children', 'members'],
}

const METADATA = ['name', 'namespace', 'title', 'description', 'labels', 'annotations', 'tags', 'links', 'uid', 'etag']

/** Undefined for an empty list, so that the key is left out. */
const nonEmpty = <Item>(list: readonly Item[]) => (list.length > 0 ? list : undefined)

const TYPE = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/

/** The type of a component is `spec.type`, or `component` if that isn't a valid type or means something else in Portico. */
const typeOf = (kind: Kind, spec: Fields): string => {
  if (kind === 'group') return 'team'
  if (kind === 'system' || kind === 'domain') return 'domain'
  if (kind !== 'component') return kind
  const type = (textIn(spec.type) ?? 'service').toLowerCase().replaceAll(' ', '-')
  return TYPE.test(type) && !['team', 'domain'].includes(type) ? type : 'component'
}

const BUILT_IN = ['service', 'team', 'domain']

/** References in a field. Other values are reported as not mapped. */
const refsIn = (
  { miss }: Mapping,
  entity: BackstageEntity,
  [field, kind]: readonly [field: string, kind: Kind],
): Ref[] =>
  textsIn(entity.spec[field]).flatMap(text => {
    const ref = refOf(text, { kind, namespace: entity.namespace })
    if (!ref) miss(`${entity.kind} spec.${field} (not a reference)`, entity.place)
    return ref ?? []
  })

const ownersOf = (mapping: Mapping, entity: BackstageEntity) =>
  refsIn(mapping, entity, ['owner', 'group']).flatMap((ref): Blocks[] => {
    if (ref.kind.toLowerCase() !== 'user')
      return [{ type: 'GROUP', name: tagFor(mapping.tags, ref), provider: 'CORTEX' }]
    const email = mapping.people.get(keyOf(ref))?.email
    if (email === undefined) mapping.miss('owner that is a user without an email', entity.place)
    return email === undefined ? [] : [{ type: 'EMAIL', email }]
  })

const PARENTS: Readonly<Record<Kind, readonly (readonly [field: string, kind: Kind])[]>> = {
  component: [
    ['system', 'system'],
    ['subcomponentOf', 'component'],
  ],
  api: [['system', 'system']],
  resource: [['system', 'system']],
  system: [['domain', 'domain']],
  domain: [['subdomainOf', 'domain']],
  group: [['parent', 'group']],
}

const tagged = (tags: readonly string[], own: string) =>
  nonEmpty([...new Set(tags)].filter(tag => tag !== own).map(tag => ({ tag })))

const relativesOf = (mapping: Mapping, entity: BackstageEntity, kind: Kind) => {
  const own = tagFor(mapping.tags, entity)
  const tags = (refs: readonly Ref[]) => refs.map(ref => tagFor(mapping.tags, ref))
  const parents = PARENTS[kind].flatMap(field => tags(refsIn(mapping, entity, field)))
  const children = kind === 'group' ? tags(refsIn(mapping, entity, ['children', 'group'])) : []
  return { 'x-cortex-parents': tagged(parents, own), 'x-cortex-children': tagged(children, own) }
}

const dependenciesOf = (mapping: Mapping, entity: BackstageEntity) => {
  const own = tagFor(mapping.tags, entity)
  const refs = [
    ...refsIn(mapping, entity, ['dependsOn', 'component']),
    ...(kindOf(entity) === 'component' ? refsIn(mapping, entity, ['consumesApis', 'api']) : []),
  ]
  const declared = mapping.dependencies.get(keyOf(entity)) ?? []
  return tagged([...refs.map(ref => tagFor(mapping.tags, ref)), ...declared], own)
}

/** Dependencies that entities declare for others: an API depends on its providers, and `dependencyOf` is the reverse of `dependsOn`. */
const dependenciesSaidOf = (
  entities: readonly BackstageEntity[],
  tags: ReadonlyMap<string, string>,
  miss: Mapping['miss'],
) => {
  const declared = new Map<string, string[]>()
  const add = (entity: BackstageEntity, field: string, kind: Kind) => {
    for (const text of textsIn(entity.spec[field])) {
      const ref = refOf(text, { kind, namespace: entity.namespace })
      if (!ref || !tags.has(keyOf(ref)))
        miss(`${entity.kind} spec.${field} of an entity that isn't in the folder`, entity.place)
      else declared.set(keyOf(ref), [...(declared.get(keyOf(ref)) ?? []), tagFor(tags, entity)])
    }
  }
  for (const entity of entities) {
    add(entity, 'providesApis', 'api')
    add(entity, 'dependencyOf', 'component')
  }
  return declared
}

const linksOf = (metadata: Fields) =>
  listIn(metadata.links).flatMap(link => {
    const url = textIn(link.url)
    if (url === undefined) return []
    return [{ name: textIn(link.title) ?? url, type: textIn(link.type) ?? textIn(link.icon) ?? 'link', url }]
  })

/** Custom data: values that have no other place in a descriptor. */
const customDataOf = ({ kind, metadata, spec }: BackstageEntity): Fields | undefined => {
  const data = {
    ...Object.fromEntries(Object.entries(fieldsIn(metadata.labels)).map(([key, value]) => [key, textIn(value) ?? ''])),
    'backstage-kind': kind,
    'backstage-type': textIn(spec.type),
    lifecycle: textIn(spec.lifecycle),
  }
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined))
}

const teamOf = ({ people }: Mapping, entity: BackstageEntity) => {
  const members = membersOf(people, entity)
  return members.length > 0 ? { members } : undefined
}

/** Reports the fields that are not converted. */
const missUnread = ({ miss }: Mapping, entity: BackstageEntity, kind: Kind) => {
  for (const key of Object.keys(entity.spec))
    if (!SPEC[kind].includes(key)) miss(`${entity.kind} spec.${key}`, entity.place)
  for (const key of Object.keys(entity.metadata)) if (!METADATA.includes(key)) miss(`metadata.${key}`, entity.place)
}

const titleOf = ({ metadata, spec, name }: BackstageEntity) =>
  textIn(metadata.title) ?? textIn(fieldsIn(spec.profile).displayName) ?? name

const infoOf = (mapping: Mapping, entity: BackstageEntity, kind: Kind): Blocks => {
  const { metadata, spec } = entity
  const type = typeOf(kind, spec)
  const { blocks, unmapped } = mapAnnotations(fieldsIn(metadata.annotations))
  for (const name of unmapped) mapping.miss(`annotation ${name}`, entity.place)
  return mergedBlocks(
    {
      title: titleOf(entity),
      description: textIn(metadata.description),
      'x-cortex-tag': tagFor(mapping.tags, entity),
      'x-cortex-type': type,
      'x-cortex-definition': BUILT_IN.includes(type) ? undefined : {},
      'x-cortex-groups': nonEmpty([...new Set(textsIn(metadata.tags))]),
      'x-cortex-owners': nonEmpty(ownersOf(mapping, entity)),
      ...relativesOf(mapping, entity, kind),
      'x-cortex-dependency': dependenciesOf(mapping, entity),
      'x-cortex-team': kind === 'group' ? teamOf(mapping, entity) : undefined,
      'x-cortex-link': nonEmpty(linksOf(metadata)),
      'x-cortex-custom-metadata': customDataOf(entity),
    },
    blocks,
  )
}

const textOf = (info: Blocks): string => {
  const defined = Object.fromEntries(Object.entries(info).filter(([, value]) => value !== undefined))
  return stringify({ openapi: '3.0.1', info: defined }, { lineWidth: 0, aliasDuplicateObjects: false })
}

/** Handled elsewhere: users become members of teams, and locations are followed. */
const HANDLED = ['user', 'location']

/** Two entities with the same kind, namespace and name are both converted. The import then reports the duplicate tag. */
export const mapCatalog = (entities: readonly BackstageEntity[]): Mapped => {
  const unmapped: Unmapped[] = []
  const miss = (what: string, place: Place) => void unmapped.push({ what, place })
  const tags = tagsOf(entities)
  const mapping: Mapping = {
    tags,
    people: peopleOf(entities, miss),
    dependencies: dependenciesSaidOf(entities, tags, miss),
    miss,
  }
  const descriptors = entities.flatMap(entity => {
    const kind = kindOf(entity)
    if (!kind) {
      if (!HANDLED.includes(entity.kind.toLowerCase())) miss(`kind ${entity.kind}`, entity.place)
      return []
    }
    missUnread(mapping, entity, kind)
    return [{ tag: tagFor(tags, entity), text: textOf(infoOf(mapping, entity, kind)), place: entity.place }]
  })
  return { descriptors, unmapped }
}
