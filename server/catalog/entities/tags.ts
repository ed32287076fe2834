/** Tags of entities: what they may be, so that each can be addressed. */
import type { Fields } from '../descriptors/fields.ts'
import { isEntityId } from './identifiers.ts'

export const LONGEST_TAG = 255
/** All that a name of an npm package may be, with its scope, and some more. */
export const TAG = /^(?:@[A-Za-z0-9_~-][A-Za-z0-9._~-]*\/)?[A-Za-z0-9_][A-Za-z0-9._:/@+~-]*$/
export const TAG_MUST =
  'must start with a letter, a digit, an underscore or a scope such as @acme/, followed by those or any of . : / @ + ~ -'

const LISTS = ['all', 'batch', 'custom-data', 'definitions', 'dependencies', 'deploys', 'descriptors']

/** What addresses have in place of a tag: `/api/v1/catalog/definitions`. */
const RESERVED = new Set([...LISTS, 'import'])

/** What follows a tag in addresses: some proxies decode %2F, and `a/archive` would then archive `a`. */
const RESERVED_AFTER_SLASH = new Set([
  ...LISTS,
  'activity',
  'archive',
  'custom-events',
  'documentation',
  'gitops-logs',
  'groups',
  'integrations',
  'metrics',
  'openapi',
  'packages',
  'relationships',
  'scorecards',
  'unarchive',
])

/** Why an entity with this tag could not be addressed, as the end of a sentence; undefined where it can. */
export const addressFault = (tag: string): string | undefined => {
  if (isEntityId(tag)) return 'looks like the identifier of an entity. Choose another tag.'
  const parts = tag.toLowerCase().split('/')
  const last = parts.at(-1) ?? ''
  if (parts.length === 1 && RESERVED.has(last)) return `is reserved for addresses of the API. Choose another tag.`
  if (parts.length > 1 && RESERVED_AFTER_SLASH.has(last))
    return `ends with /${last}, which is reserved for addresses of the API. Choose another tag.`
  return undefined
}

export const readTag = (info: Fields): string | undefined => {
  const tag = info.text('x-cortex-tag', { required: true, max: LONGEST_TAG, pattern: TAG, must: TAG_MUST })
  const fault = tag === undefined ? undefined : addressFault(tag)
  if (fault === undefined) return tag
  info.fault('x-cortex-tag', 'Not allowed', `x-cortex-tag ${fault}`)
  return undefined
}
