/**
 * An entity descriptor (YAML) → the entity. What identifies it must be right, or it is refused; other blocks that are
 * malformed are warnings, and their text is stored as written. Only `info` and `openapi` are read.
 */

import { MOST_CHARACTERS_WRITTEN_OUT, type Origin, parseDocument } from '../descriptors/document.ts'
import { type Fields, fieldsOf } from '../descriptors/fields.ts'
import { jsonText } from '../descriptors/json.ts'
import { Faults, isAcceptable, type Violation, violation } from '../descriptors/violations.ts'
import {
  checkOtherBlocks,
  readChildren,
  readDeclared,
  readGroups,
  readLinks,
  readMetadata,
  readParents,
  readSlack,
  readTeam,
} from './blocks.ts'
import type { Entity, EntityDocument } from './document.ts'
import { readGit } from './git.ts'
import { blocksIn } from './kept-blocks.ts'
import { given, readOwners } from './owners.ts'
import { readTag, TAG, TAG_MUST } from './tags.ts'

export const LONGEST_TITLE = 255
const LONGEST_DESCRIPTION = 10_000

/** Types that need no definition, whatever their letter case. Those of cloud accounts are written `AWS::…` and the like. */
const BUILT_IN = /^(?:service|domain|team)$/i
const OF_A_CLOUD = /^(?:aws|azure|gcp)::.+$/i

export const isBuiltIn = (type: string) => BUILT_IN.test(type)
export const isOfCloud = (type: string) => OF_A_CLOUD.test(type)

/** `entity` is undefined where a violation of type MUST refuses it. */
export type Described = { entity: Entity | undefined; violations: Violation[] }

/** Reads a descriptor; faults of any kind are violations. */
export const describe = (text: string, origin?: Origin): Described => {
  const { document, violations } = parseDocument(text, origin)
  if (!document) return { entity: undefined, violations }
  const faults = new Faults(violations)
  const entity = readEntity(fieldsOf(document, faults))
  return { entity: isAcceptable(faults.violations) ? entity : undefined, violations: faults.violations }
}

const TOO_MUCH_TOGETHER = violation({
  title: 'Too large with its aliases',
  description: 'With their aliases expanded, the descriptors of a request can have up to 4 MB. Send this one alone.',
  pointer: '',
})

/** Several at once. What their aliases stand for is bounded for all of them together, as it is for one. */
export const describeAll = (...texts: readonly string[]): Described[] => {
  let left = MOST_CHARACTERS_WRITTEN_OUT
  return texts.map(text => {
    const described = describe(text)
    if (!described.entity || !text.includes('*')) return described
    left -= JSON.stringify(described.entity).length
    return left >= 0 ? described : { entity: undefined, violations: [...described.violations, TOO_MUCH_TOGETHER] }
  })
}

/** The tag that a part of a descriptor is about; undefined where it names none that can be. */
export type Tagged = { tag: string | undefined; violations: Violation[] }

export const tagIn = (text: string): Tagged => {
  const { document, violations } = parseDocument(text)
  if (!document) return { tag: undefined, violations }
  const faults = new Faults(violations)
  const info = fieldsOf(document, faults).fields('info', { required: true })
  return { tag: info && readTag(info), violations: faults.violations }
}

/** A stored descriptor as JSON text, keys in their order and numbers as written. */
export const descriptorJson = (text: string): string => {
  const [json] = descriptorsJson(text)
  if (json === undefined) throw new Error('a stored descriptor cannot be read')
  return json
}

/** Several at once; undefined for one that cannot be read. */
export const descriptorsJson = (...texts: readonly string[]): (string | undefined)[] =>
  texts.map(text => {
    const { document } = parseDocument(text, 'stored')
    return document && jsonText(document)
  })

/** Reads all that a descriptor says; faults go to those of the fields. */
export const readEntity = (root: Fields): Entity | undefined => {
  root.text('openapi', {
    required: true,
    max: 20,
    pattern: /^3(?:\.\d+){0,2}$/,
    must: 'must be a version such as 3.0.1',
  })
  const info = root.fields('info', { required: true })
  if (!info) return undefined
  const name = info.text('title', { required: true, max: LONGEST_TITLE })?.trim()
  const tag = readTag(info)
  const type = readType(info)
  const blocks = info.weighing('SHOULD')
  const description = blocks.text('description', { max: LONGEST_DESCRIPTION, multiline: true })
  const { document, owners } = readBlocks(blocks)
  const declared = readDeclared(blocks)
  checkOtherBlocks(blocks)
  if (name === undefined || tag === undefined || type === undefined) return undefined
  const relatives = { parents: readParents(blocks, tag), children: readChildren(blocks, tag) }
  const declares = blocksIn(declared)
  const kept = declares.length > 0 ? { ...document, declares } : document
  return { tag, type, name, description, document: kept, owners, ...relatives, declared }
}

const readType = (info: Fields): string | undefined => {
  if (!info.has('x-cortex-type')) return 'service'
  const type = info.text('x-cortex-type', { max: 100, pattern: TAG, must: TAG_MUST })
  if (type !== undefined && isBuiltIn(type)) return type.toLowerCase()
  if (type !== undefined && !isOfCloud(type) && !info.isMap('x-cortex-definition'))
    info.fault('x-cortex-definition', 'Missing field', 'Definition is required')
  return type
}

const readBlocks = (info: Fields): { document: EntityDocument; owners: Entity['owners'] } => {
  const { ownership, names } = readOwners(info)
  const document: EntityDocument = {
    groups: readGroups(info),
    links: readLinks(info),
    slackChannels: channelsOf(readSlack(info), ownership.slackChannels),
    ...given('git', readGit(info)),
    metadata: readMetadata(info),
    ownership,
    ...given('definition', info.isMap('x-cortex-definition') ? info.json('x-cortex-definition') : undefined),
    ...readTeam(info),
  }
  return { document, owners: names }
}

/** An entity's channels and those of its owners, each once. */
const channelsOf = (
  own: EntityDocument['slackChannels'],
  owners: EntityDocument['ownership']['slackChannels'],
): EntityDocument['slackChannels'] => {
  const names = new Set(own.map(({ name }) => name))
  const more = owners
    .filter(({ channel }) => !names.has(channel))
    .map(({ channel, notificationsEnabled = true, description }) => ({
      name: channel,
      notificationsEnabled,
      ...given('description', description),
    }))
  return [...own, ...more]
}
