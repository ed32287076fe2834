/** The fault of a value, its place, and its text in the response. */
import type { TSchema } from 'typebox'
import { isRecord, itemsOf, othersOf, propertiesOf } from './schema-parts.ts'

export type Fault = {
  readonly path: readonly (string | number)[]
  readonly keyword: string
  readonly params: Record<string, unknown>
  readonly message: string
}
export type Path = Fault['path']
export type Finder = (schema: TSchema, value: unknown, path: Path) => Fault | undefined

/** Finds the first fault in the entries or the declared properties, with another finder. */
export const within =
  (find: Finder): Finder =>
  (schema, value, path) => {
    if (Array.isArray(value)) {
      const items = itemsOf(schema)
      for (let at = 0; items && at < value.length; at++) {
        const fault = find(items, value[at], [...path, at])
        if (fault) return fault
      }
    } else if (isRecord(value)) {
      for (const [name, property] of propertiesOf(schema)) {
        const fault = Object.hasOwn(value, name) ? find(property, value[name], [...path, name]) : undefined
        if (fault) return fault
      }
      const others = othersOf(schema)
      for (const name of others ? Object.keys(value) : []) {
        const fault = others && find(others, value[name], [...path, name])
        if (fault) return fault
      }
    }
    return undefined
  }

/** What the property is required to be. */
export const sentence = ({ keyword, params, message }: Fault): string => {
  switch (keyword) {
    case 'required':
      return 'is required.'
    case 'enum':
      return `must be one of ${listed(params.allowedValues)}.`
    case 'minLength':
      return params.limit === 1 ? 'must not be empty.' : `must have ${params.limit} characters or more.`
    case 'maxLength':
      return `must have ${params.limit} characters or fewer.`
    case 'maxItems':
      return `must have ${params.limit} entries or fewer.`
    case 'maxProperties':
      return `must have ${params.limit} keys or fewer.`
    case 'propertyNames':
      return `this key must have ${params.limit} characters or fewer.`
    case 'additionalProperties':
      return `is not a field here. Use ${listed(params.names)}.`
    case 'format':
      return message
    case 'pattern':
      return "has a format or characters that aren't allowed here."
    case 'anyOf':
      return 'matches none of the formats that are allowed here.'
    default:
      return `${message}.`
  }
}

const listed = (values: unknown) => (Array.isArray(values) ? values.join(', ') : String(values))
