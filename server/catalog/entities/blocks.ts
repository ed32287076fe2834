/** The `x-cortex-…` blocks of a descriptor. A malformed one is a warning and is left out; the entity is accepted. */
import { LONGEST_DESCRIPTION, LONGEST_KEY } from '../../../contract/catalog/custom-data.ts'
import { MOST_EDGES } from '../../../contract/catalog/descriptor-schema.ts'
import { MOST_GROUPS } from '../../../contract/catalog/groups.ts'
import { invisibleFault } from '../../core/names/displayed.ts'
import type { Fields } from '../descriptors/fields.ts'
import type {
  Declared,
  DeclaredData,
  DeclaredDependency,
  DeclaredRelationship,
  EntityDocument,
  StoredMember,
  TeamBlock,
} from './document.ts'
import { isSafeLink } from './links.ts'
import { given } from './owners.ts'

const LONGEST_URL = 8000

const distinct = (values: string[]) => [...new Set(values)]

export const readGroups = (info: Fields) =>
  distinct([...info.texts('x-cortex-groups', { most: MOST_GROUPS }), ...readOlderGroups(info)])

const OLDER_GROUPS = 'x-cortex-service-groups'

/** Under their older name, groups may be text: one, or several with commas. */
const readOlderGroups = (info: Fields): string[] =>
  info.isSingle(OLDER_GROUPS)
    ? (info.text(OLDER_GROUPS, { max: 10_000 }) ?? '').split(',').flatMap(name => name.trim() || [])
    : info.texts(OLDER_GROUPS, { most: MOST_GROUPS })

export const readLinks = (info: Fields): EntityDocument['links'] => info.maps('x-cortex-link').flatMap(readLink)

const readLink = (link: Fields) => {
  const url = link.text('url', { required: true, max: LONGEST_URL })
  const name = link.text('name', { required: true, max: 500 }) ?? url
  const type = link.text('type', { required: true }) ?? 'link'
  const description = link.text('description', { max: 2000, multiline: true })
  if (url === undefined || name === undefined) return []
  if (!isSafeLink(url)) {
    link.fault(
      'url',
      'Link left out',
      'A link must start with http:, https: or mailto:, or be relative. This one is not shown.',
    )
    return []
  }
  return [{ name, type, url: url.trim(), ...given('description', description) }]
}

const METADATA = 'x-cortex-custom-metadata'

/** Values stand as they are, or under `value` beside a description. */
export const readMetadata = (info: Fields): EntityDocument['metadata'] => {
  const metadata = info.fields(METADATA)
  return metadata ? metadata.keys().map(key => ({ key, value: jsonAt(placeOf(metadata, key)) })) : []
}

const jsonAt = ({ map, key }: { map: Fields; key: string }) => map.json(key)

/** Where the value of a key stands: at the key itself, or at `value` in the map that is there. */
const placeOf = (metadata: Fields, key: string): { map: Fields; key: string } => {
  const described = metadata.isMap(key) ? metadata.fields(key) : undefined
  const keys = described?.keys() ?? []
  const isDescribed = keys.includes('value') && keys.every(one => one === 'value' || one === 'description')
  return described && isDescribed ? { map: described, key: 'value' } : { map: metadata, key }
}

const MOST_DATA = 10_000

const readCustomData = (info: Fields): DeclaredData[] => {
  const metadata = info.isMap(METADATA) ? info.fields(METADATA) : undefined
  const keys = metadata?.keys() ?? []
  if (!metadata || keys.length <= MOST_DATA) return keys.flatMap(key => (metadata ? readData(metadata, key) : []))
  info.fault(METADATA, 'Too many', `${METADATA} can have up to ${MOST_DATA.toLocaleString('en')} keys.`)
  return []
}

const readData = (metadata: Fields, key: string): DeclaredData[] => {
  const fault =
    key === '' || key.length > LONGEST_KEY ? `must have 1 to ${LONGEST_KEY} characters.` : invisibleFault(key)
  if (fault !== undefined) {
    metadata.fault(key, 'Not allowed', `A key of custom data ${fault}`)
    return []
  }
  const place = placeOf(metadata, key)
  const description =
    place.map === metadata ? undefined : place.map.text('description', { max: LONGEST_DESCRIPTION, multiline: true })
  return [{ key, value: place.map.jsonText(place.key) ?? 'null', description }]
}

export const readParents = (info: Fields, tag: string) =>
  distinct([...readTags(info, 'x-cortex-parents', tag), ...readTags(info, 'x-cortex-domain-parents', tag)])

export const readChildren = (info: Fields, tag: string) => distinct(readTags(info, 'x-cortex-children', tag))

const readTags = (info: Fields, key: string, own: string) => {
  const isOwn = (tag: string | undefined) => tag?.toLowerCase() === own.toLowerCase()
  return info.maps(key, { most: MOST_EDGES }).flatMap(item => {
    const tag = item.text('tag', { required: true })
    if (isOwn(tag)) item.fault('tag', 'Own relative', "An entity can't be its own parent or child.")
    return tag === undefined || isOwn(tag) ? [] : [tag]
  })
}

export const readSlack = (info: Fields): EntityDocument['slackChannels'] =>
  (info.fields('x-cortex-slack')?.maps('channels') ?? []).flatMap(channel => {
    const name = channel.text('name', { required: true })?.replace(/^#/, '')
    const notificationsEnabled = channel.flag('notificationsEnabled') ?? true
    const description = channel.text('description', { max: 1000, multiline: true })
    return name === undefined ? [] : [{ name, notificationsEnabled, ...given('description', description) }]
  })

const MOST_TEAM_GROUPS = 100

/** The members that a team's descriptor names, absent where it says nothing of them, and what else it says of the team. */
export const readTeam = (info: Fields): Pick<EntityDocument, 'members' | 'team'> => {
  const block = info.fields('x-cortex-team')
  if (!block) return {}
  const summary = block.text('summary', { max: 1000, multiline: true })
  const groups = block.maps('groups', { most: MOST_TEAM_GROUPS }).flatMap(readTeamGroup)
  return {
    ...(block.has('members') && { members: block.maps('members').map(readMember) }),
    ...((groups.length > 0 || summary !== undefined) && { team: { groups, ...given('summary', summary) } }),
  }
}

/** A group of an identity provider that the team stands for. */
const readTeamGroup = (group: Fields): TeamBlock['groups'] => {
  const name = group.text('name', { required: true })
  const provider = group.text('provider', { max: 100 })?.toUpperCase()
  return name === undefined ? [] : [{ name, ...given('provider', provider) }]
}

const readMember = (member: Fields): StoredMember => ({
  ...given('name', member.text('name', { required: true })),
  ...given('email', member.text('email', { max: 254 })),
  ...given('description', member.text('description', { max: 1000, multiline: true })),
  roles: rolesIn(member.json('roles')),
  sources: [{ type: 'ENTITY_DEFINED' }],
  ...given('notificationsEnabled', member.flag('notificationsEnabled') === false ? false : undefined),
})

/** Roles are written as plain names or as maps with a name, a tag, or both. */
const rolesIn = (roles: unknown): StoredMember['roles'] => (Array.isArray(roles) ? roles.flatMap(readRole) : [])

const isName = (value: unknown) => typeof value === 'string'

const readRole = (role: unknown): StoredMember['roles'] => {
  const { name, tag }: { name?: unknown; tag?: unknown } =
    typeof role === 'object' && role !== null ? role : { name: role }
  if (isName(name)) return [{ name, ...(isName(tag) && tag !== name ? { tag } : {}) }]
  return isName(tag) ? [{ name: tag }] : []
}

/** A mistake shows when it is made, also in a block that nothing reads. */
export const checkOtherBlocks = (info: Fields) => {
  if (info.has('x-cortex-custom-data'))
    info.fault(
      'x-cortex-custom-data',
      'Unknown block',
      'x-cortex-custom-data is stored but not read. Use x-cortex-custom-metadata.',
    )
}

export const readDeclared = (info: Fields): Declared => ({
  customData: readCustomData(info),
  dependencies: info.maps('x-cortex-dependency', { most: MOST_EDGES }).flatMap(readDependency),
  relationships: readRelationships(info),
})

/** Up to as many ends as other lists have items. */
const readRelationships = (info: Fields): DeclaredRelationship[] => {
  let ends = 0
  const all = info.maps('x-cortex-relationships').flatMap(readRelationship)
  const kept = all.filter(({ destinations, sources }) => {
    ends += destinations.length + sources.length
    return ends <= MOST_EDGES
  })
  if (kept.length < all.length)
    info.fault(
      'x-cortex-relationships',
      'Too many',
      `x-cortex-relationships can name up to ${MOST_EDGES} entities. The rest is not read.`,
    )
  return kept
}

const readDependency = (dependency: Fields): DeclaredDependency[] => {
  const tag = dependency.text('tag', { required: true })
  const description = dependency.text('description', { max: 10_000, multiline: true })
  const isEndpoint = dependency.has('method') && dependency.has('path')
  if (dependency.has('method') !== dependency.has('path'))
    dependency.fault(undefined, 'Incomplete endpoint', 'method and path must be used together: give both or neither.')
  const [method, path] = isEndpoint
    ? [dependency.text('method', { max: 20 }), dependency.text('path', { max: 2000 })]
    : []
  const metadata = dependency.has('metadata') ? dependency.jsonText('metadata') : undefined
  if (tag === undefined) return []
  return [{ tag, method: method?.toUpperCase() ?? '', path: path ?? '', description, metadata }]
}

const readRelationship = (relationship: Fields): DeclaredRelationship[] => {
  const type = relationship.text('type', { required: true })
  const tagsOf = (key: string) =>
    distinct(relationship.maps(key, { most: MOST_EDGES }).flatMap(end => end.text('tag', { required: true }) ?? []))
  const [destinations, sources] = [tagsOf('destinations'), tagsOf('sources')]
  if (!relationship.has('destinations') && !relationship.has('sources'))
    relationship.fault(undefined, 'Missing field', 'destinations or sources is required.')
  const { pointer, lines } = relationship
  return type === undefined ? [] : [{ type, destinations, sources, pointer, lines }]
}
