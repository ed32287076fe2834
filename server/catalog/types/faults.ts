/** What a validator says of a value, as sentences for people. */
import type { ErrorObject } from 'ajv'
import { pointerTo } from '../descriptors/violations.ts'

const MOST_LISTED = 20
const SHORT = 100

const shortly = (value: unknown) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text
}

const listed = (values: unknown) => {
  const all = Array.isArray(values) ? values : [values]
  return all.slice(0, MOST_LISTED).map(shortly).join(', ') + (all.length > MOST_LISTED ? ', …' : '')
}

const NAMED = ['missingProperty', 'additionalProperty', 'unevaluatedProperty'] as const

/** The property that an error is about where it is not the value itself. */
const namedIn = ({ params }: ErrorObject): string | undefined => {
  const name = NAMED.map(key => params[key]).find(one => typeof one === 'string')
  return name
}

/** Where the error is. A property that is missing has no place of its own. */
export const pointerOf = (error: ErrorObject): string => {
  const name = namedIn(error)
  return name === undefined || error.keyword === 'required' ? error.instancePath : pointerTo(error.instancePath, name)
}

const sentenceEnd = ({ keyword, params, message = "isn't allowed" }: ErrorObject): string => {
  switch (keyword) {
    case 'required':
    case 'dependentRequired':
    case 'dependencies':
      return 'is required.'
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return "isn't a property that the schema allows."
    case 'type':
      return `must be ${[params.type].flat().join(' or ')}.`
    case 'enum':
      return `must be one of ${listed(params.allowedValues)}.`
    case 'const':
      return `must be ${shortly(params.allowedValue)}.`
    case 'uniqueItems':
      return 'has items that are equal.'
    case 'false schema':
      return "isn't allowed here."
    default:
      return `${message.replaceAll('NOT', 'not')}.`
  }
}

const lastOf = (pointer: string) => (pointer.split('/').at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~')

/** `whole`: what the value is called that is checked. */
export const sentenceOf = (error: ErrorObject, whole: string): string => {
  const name = namedIn(error) ?? (error.instancePath === '' ? whole : lastOf(error.instancePath))
  return `${name} ${sentenceEnd(error)}`
}
