/** The rules of a Scorecard, as its descriptor names them. */
import type { Fields } from '../../catalog/descriptors/fields.ts'
import { iso, isWithoutOffset, parseInstant } from '../../core/problems/instant.ts'
import type { Level, Rule } from './document.ts'
import { readFilter } from './filter.ts'
import { type WrittenRule, withIdentifiers } from './identifiers.ts'
import { hintAtUnknown } from './unknown.ts'

const LONGEST_CQL = 20_000
const LONGEST_TEXT = 10_000
const HEAVIEST = 1_000_000
const DEFAULT_WEIGHT = 1

const KEYS = [
  'title',
  'description',
  'expression',
  'weight',
  'level',
  'failureMessage',
  'identifier',
  'effectiveFrom',
  'filter',
]

type Read = { readonly fields: Fields; readonly rule: WrittenRule }

export const readRules = (root: Fields, tag: string, levels: readonly Level[]): Rule[] => {
  const read = root.maps('rules').flatMap(fields => {
    const rule = readRule(fields, levels)
    return rule ? [{ fields, rule }] : []
  })
  const rules = withIdentifiers(
    tag,
    read.map(({ rule }) => rule),
  )
  refuseRepeats(read, rules)
  return rules
}

const readRule = (fields: Fields, levels: readonly Level[]): WrittenRule | undefined => {
  const expression = fields.text('expression', { required: true, max: LONGEST_CQL, multiline: true })
  const rule = {
    identifier: fields.text('identifier')?.trim() || undefined,
    title: fields.text('title', { max: 500, multiline: true }),
    description: fields.text('description', { max: LONGEST_TEXT, multiline: true }),
    weight: fields.number('weight', { min: 0, max: HEAVIEST }) ?? DEFAULT_WEIGHT,
    levelName: readLevelName(fields, levels),
    failureMessage: fields.text('failureMessage', { max: LONGEST_TEXT, multiline: true }),
    effectiveFrom: readEffectiveFrom(fields),
    filter: readFilter(fields, { mayBeEmpty: true }),
  }
  hintAtUnknown(fields, KEYS)
  return expression === undefined ? undefined : { ...rule, expression }
}

const readLevelName = (fields: Fields, levels: readonly Level[]): string | undefined => {
  const level = fields.text('level')?.trim()
  if (!level || levels.some(({ name }) => name === level)) return level || undefined
  const names = levels.map(({ name }) => name).join(', ')
  const there = names ? `the ladder has ${names}` : 'the Scorecard has no ladder'
  fields.fault('level', 'Unknown level', `No level has the name ${level}: ${there}.`)
  return undefined
}

/** Without an offset it is UTC, so that it means the same wherever the server runs. */
const readEffectiveFrom = (fields: Fields): string | undefined => {
  const text = fields.text('effectiveFrom')?.trim()
  if (!text) return undefined
  const at = parseInstant(text)
  if (at !== undefined && isWithoutOffset(text))
    fields.weighing('HINT').fault('effectiveFrom', 'No time zone', 'effectiveFrom has no offset and is read as UTC.')
  if (at !== undefined) return iso(at)
  const must = 'must be a day that exists, such as 2027-01-31, or an instant'
  fields.fault('effectiveFrom', 'Not allowed', `effectiveFrom ${must}.`)
  return undefined
}

/** Exemptions and scores refer to the identifier. */
const refuseRepeats = (read: readonly Read[], rules: readonly Rule[]) => {
  const seen = new Set<string>()
  for (const [index, { identifier }] of rules.entries()) {
    if (seen.has(identifier))
      read[index]?.fields.fault('identifier', 'Not unique', `Two rules have the identifier ${identifier}.`)
    seen.add(identifier)
  }
}
