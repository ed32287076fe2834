/**
 * A Scorecard descriptor (YAML) → the Scorecard. CQL stays text here: an expression that cannot be evaluated is stored, and
 * evaluating it reports the error.
 */
import { parseDocument } from '../../catalog/descriptors/document.ts'
import { type Fields, fieldsOf } from '../../catalog/descriptors/fields.ts'
import { Faults, isAcceptable, type Violation } from '../../catalog/descriptors/violations.ts'
import type { Scorecard, ScorecardDocument } from './document.ts'
import { readFilter } from './filter.ts'
import { readLadder } from './ladder.ts'
import { readRules } from './rules.ts'
import { hintAtUnknown } from './unknown.ts'

const LONGEST_DESCRIPTION = 10_000
const LONGEST_WINDOW_HOURS = 100_000
/** How often a Scorecard is evaluated at most. */
const SHORTEST_WINDOW_HOURS = 4

const TAG = /^[A-Za-z0-9_][A-Za-z0-9._:/@+~-]*$/
const TAG_MUST = 'must start with a letter, a digit or an underscore, followed by those or any of . : / @ + ~ -'
/** Words that addresses of the API use in place of a tag. */
const RESERVED = new Set(['descriptor', 'exemptions'])

const KEYS = [
  'tag',
  'name',
  'description',
  'draft',
  'notifications',
  'exemptions',
  'evaluation',
  'ladder',
  'filter',
  'rules',
]

/** `scorecard` is undefined where a violation of type MUST refuses it. */
export type Described = { scorecard: Scorecard | undefined; violations: Violation[] }

/** Reads a descriptor; faults of any kind are violations. */
export const describe = (text: string): Described => {
  const { document, violations } = parseDocument(text)
  if (!document) return { scorecard: undefined, violations }
  const faults = new Faults(violations)
  const scorecard = readScorecard(fieldsOf(document, faults))
  return { scorecard: isAcceptable(faults.violations) ? scorecard : undefined, violations: faults.violations }
}

const readScorecard = (root: Fields): Scorecard | undefined => {
  const tag = readTag(root)
  const name = root.text('name', { required: true })?.trim()
  const description = root.text('description', { max: LONGEST_DESCRIPTION, multiline: true })
  const isDraft = root.flag('draft') ?? false
  const document = readDocument(root, { tag: tag ?? '', isDraft })
  hintAtUnknown(root, KEYS)
  return tag === undefined || name === undefined ? undefined : { tag, name, description, isDraft, document }
}

const readTag = (root: Fields): string | undefined => {
  const tag = root.text('tag', { required: true, pattern: TAG, must: TAG_MUST })
  if (tag === undefined || !RESERVED.has(tag)) return tag
  root.fault('tag', 'Not allowed', `The tag ${tag} is reserved. Choose another tag.`)
  return undefined
}

const readDocument = (root: Fields, { tag, isDraft }: { tag: string; isDraft: boolean }): ScorecardDocument => {
  const notifications = readNotifications(root, isDraft)
  const exemptions = readExemptions(root)
  const evaluation = readEvaluation(root)
  const levels = readLadder(root)
  const filter = readFilter(root, { mayBeEmpty: false })
  return { notifications, exemptions, evaluation, levels, filter, rules: readRules(root, tag, levels ?? []) }
}

/** Drafts notify no one unless their descriptor enables it. */
const readNotifications = (root: Fields, isDraft: boolean): ScorecardDocument['notifications'] => {
  const notifications = root.fields('notifications')
  return {
    enabled: notifications?.flag('enabled') ?? !isDraft,
    scoreDropNotificationsEnabled: notifications?.flag('scoreDropNotificationsEnabled') ?? false,
  }
}

const readExemptions = (root: Fields): ScorecardDocument['exemptions'] => {
  const exemptions = root.fields('exemptions')
  exemptions?.flag('userSpecificNotifications')
  return { enabled: exemptions?.flag('enabled') ?? true, autoApprove: exemptions?.flag('autoApprove') ?? false }
}

const readEvaluation = (root: Fields): ScorecardDocument['evaluation'] => {
  const evaluation = root.fields('evaluation')
  const window = evaluation?.number('window', { integer: true, min: 1, max: LONGEST_WINDOW_HOURS })
  if (window === undefined) return undefined
  if (window < SHORTEST_WINDOW_HOURS)
    evaluation
      ?.weighing('SHOULD')
      .fault(
        'window',
        'Short window',
        `Scorecards are evaluated at most every ${SHORTEST_WINDOW_HOURS} hours; a shorter window counts as ${SHORTEST_WINDOW_HOURS} hours.`,
      )
  return { window }
}
