/** Entities of a Backstage catalog as they are in their files, and the references between them. Pure. */

export type Place = { readonly file: string; readonly line: number }

export type Fields = Readonly<Record<string, unknown>>

export type BackstageEntity = {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly metadata: Fields
  readonly spec: Fields
  readonly place: Place
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const fieldsIn = (value: unknown): Fields => (isFields(value) ? value : {})

/** Text, and numbers and booleans as they are written. */
export const textIn = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

export const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap(one => textIn(one) ?? []) : [textIn(value) ?? []].flat()

export const listIn = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : [])

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/
const DEFAULT_NAMESPACE = 'default'

/** Why a document isn't an entity. */
export type NoEntity = { readonly fault: string }

/** The entity in a parsed document, or the reason why there is none. */
export const entityOf = (document: unknown, place: Place): BackstageEntity | NoEntity => {
  const { kind, metadata, spec } = fieldsIn(document)
  const { name, namespace } = fieldsIn(metadata)
  const [kindText, nameText] = [textIn(kind), textIn(name)]
  const namespaceText = textIn(namespace) ?? DEFAULT_NAMESPACE
  if (kindText === undefined) return { fault: 'kind is required.' }
  if (nameText === undefined) return { fault: 'metadata.name is required.' }
  if (!NAME.test(nameText) || !NAME.test(namespaceText))
    return { fault: 'metadata.name and metadata.namespace can have up to 63 letters, digits, or any of - _ and .' }
  return {
    kind: kindText,
    name: nameText,
    namespace: namespaceText,
    metadata: fieldsIn(metadata),
    spec: fieldsIn(spec),
    place,
  }
}

export type Ref = { readonly kind: string; readonly namespace: string; readonly name: string }

/** `group:default/payments`, `default/payments` or `payments`; undefined if it isn't a reference. */
export const refOf = (text: string, from: { readonly kind: string; readonly namespace: string }): Ref | undefined => {
  const [, kind, namespace, name] = /^(?:([^:/]+):)?(?:([^:/]+)\/)?([^:/]+)$/.exec(text.trim()) ?? []
  return name === undefined ? undefined : { kind: kind ?? from.kind, namespace: namespace ?? from.namespace, name }
}

/** In Backstage, letter case doesn't count in references. */
export const keyOf = ({ kind, namespace, name }: Ref): string => `${kind}:${namespace}/${name}`.toLowerCase()

/** The kinds that become entities. If several have the same name, the first kind keeps it as its tag. */
export const KINDS = ['component', 'system', 'domain', 'group', 'api', 'resource'] as const
export type Kind = (typeof KINDS)[number]

export const kindOf = ({ kind }: Pick<Ref, 'kind'>): Kind | undefined =>
  KINDS.find(known => known === kind.toLowerCase())

const plainTag = ({ namespace, name }: Ref) =>
  namespace.toLowerCase() === DEFAULT_NAMESPACE ? name : `${namespace}.${name}`

/**
 * The tag of each entity by its key. In Backstage, names are unique within a kind; tags are unique in the catalog. If several kinds share a name, those
 * that come later in `KINDS` end with their kind.
 */
export const tagsOf = (entities: readonly BackstageEntity[]): Map<string, string> => {
  const tags = new Map<string, string>()
  const taken = new Set<string>()
  for (const kind of KINDS)
    for (const entity of entities.filter(one => kindOf(one) === kind && !tags.has(keyOf(one)))) {
      const plain = plainTag(entity)
      const tag = taken.has(plain.toLowerCase()) ? `${plain}-${kind}` : plain
      taken.add(tag.toLowerCase())
      tags.set(keyOf(entity), tag)
    }
  return tags
}

/** The tag for a reference, even if the entity is in no file. */
export const tagFor = (tags: ReadonlyMap<string, string>, ref: Ref): string => tags.get(keyOf(ref)) ?? plainTag(ref)
