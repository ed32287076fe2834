/** Which entities a Scorecard, or one of its rules, is about. */
import type { Fields } from '../../catalog/descriptors/fields.ts'
import type { Filter } from './document.ts'
import { hintAtUnknown } from './unknown.ts'

const LONGEST_CQL = 20_000
const MOST_NAMES = 500

type Choice = NonNullable<Filter['types']>

/** The first version of filters named a category; a resource was whatever is none of the built-in types. */
const CATEGORIES = {
  SERVICE: { include: ['service'] },
  DOMAIN: { include: ['domain'] },
  TEAM: { include: ['team'] },
  RESOURCE: { exclude: ['service', 'domain', 'team'] },
} as const

const readCategory = (filter: Fields): Choice | undefined => {
  const category = filter.choice('category', ['SERVICE', 'DOMAIN', 'TEAM', 'RESOURCE'])
  if (category === undefined) return undefined
  const types: { include?: readonly string[]; exclude?: readonly string[] } = CATEGORIES[category]
  return { include: types.include && [...types.include], exclude: types.exclude && [...types.exclude] }
}

const namesIn = (fields: Fields, key: string): string[] | undefined => {
  const names = [...new Set(fields.texts(key, { most: MOST_NAMES }))]
  return names.length > 0 ? names : undefined
}

/** `{include, exclude}`; undefined where neither names anything. */
const readChoice = (filter: Fields, key: string): Choice | undefined => {
  const fields = filter.fields(key)
  if (!fields) return undefined
  hintAtUnknown(fields, ['include', 'exclude'])
  const [include, exclude] = [namesIn(fields, 'include'), namesIn(fields, 'exclude')]
  return include || exclude ? { include, exclude } : undefined
}

const readTypes = (filter: Fields): Choice | undefined => {
  const types = readChoice(filter, 'types')
  if (types?.include && types.exclude)
    filter.fault('types', 'Not allowed', 'types must have either include or exclude, not both.')
  return types ?? readCategory(filter)
}

/**
 * The filter of a Scorecard must say something; that of a rule need not (many that exist have a kind and no more).
 * Undefined where there is none or it says nothing.
 */
export const readFilter = (parent: Fields, { mayBeEmpty }: { mayBeEmpty: boolean }): Filter | undefined => {
  const fields = parent.fields('filter')
  if (!fields) return undefined
  hintAtUnknown(fields, ['kind', 'category', 'types', 'groups', 'query'])
  fields.choice('kind', ['GENERIC'])
  const [types, groups] = [readTypes(fields), readChoice(fields, 'groups')]
  const query = fields.text('query', { max: LONGEST_CQL, multiline: true })
  const saysNothing = !types && !groups && !query?.trim()
  if (saysNothing && !mayBeEmpty)
    parent.fault('filter', 'Invalid scorecard yaml', 'filter needs at least one of types, groups or query.')
  return saysNothing ? undefined : { types, groups, query: query?.trim() ? query : undefined }
}
