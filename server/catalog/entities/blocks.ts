/** The `x-cortex-…` blocks of a descriptor. A malformed one is a warning and is left out; the entity is accepted. */
import { MOST_GROUPS } from '../../../contract/catalog/groups.ts'
import type { Fields } from '../descriptors/fields.ts'
import type { Declared, DeclaredDependency, DeclaredRelationship, EntityDocument, Member } from './document.ts'
import { isSafeLink } from './links.ts'
import { given } from './owners.ts'

const MOST_EDGES = 10_000
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

/** Values stand as they are, or under `value` beside a description. */
export const readMetadata = (info: Fields): EntityDocument['metadata'] => {
  const metadata = info.fields('x-cortex-custom-metadata')
  return metadata ? metadata.keys().map(key => ({ key, value: metadataValue(metadata, key) })) : []
}

const metadataValue = (metadata: Fields, key: string): unknown => {
  const described = metadata.isMap(key) ? metadata.fields(key) : undefined
  const keys = described?.keys() ?? []
  return keys.includes('value') && keys.every(one => one === 'value' || one === 'description')
    ? described?.json('value')
    : metadata.json(key)
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

/** The members that a team's descriptor names; undefined where it says nothing of them. */
export const readMembers = (info: Fields): Member[] | undefined => {
  const team = info.fields('x-cortex-team')
  return team?.has('members') ? team.maps('members').map(readMember) : undefined
}

const readMember = (member: Fields): Member => ({
  ...given('name', member.text('name', { required: true })),
  ...given('email', member.text('email', { max: 254 })),
  ...given('description', member.text('description', { max: 1000, multiline: true })),
  roles: roleNames(member.json('roles')).map(name => ({ name })),
  sources: [{ type: 'ENTITY_DEFINED' }],
})

/** Roles are written as plain names or as maps with a name or tag. */
const roleNames = (roles: unknown): string[] =>
  Array.isArray(roles) ? roles.map(nameOf).filter(name => typeof name === 'string') : []

const nameOf = (role: unknown): unknown => {
  if (typeof role !== 'object' || role === null) return role
  if ('name' in role) return role.name
  return 'tag' in role ? role.tag : undefined
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
