/** Small shapes that several slices share. */
import * as T from 'typebox'

export const Instant = T.String({ format: 'date-time', description: 'An instant, ISO 8601 in UTC' })

const LONGEST_NAME = 120

/**
 * A single line that people type, trimmed. Our own format: it has a visible character, and no character in it is invisible or changes
 * the direction of the text around it.
 */
export const Name = T.String({ minLength: 1, maxLength: LONGEST_NAME, format: 'name' })

/** A name in an update: the stored value may stay, and any new value must be a `Name`. */
export const ChangedName = T.String({
  minLength: 1,
  maxLength: LONGEST_NAME,
  pattern: '^(?=\\s*\\S)[^\\u0000-\\u001f\\u007f-\\u009f]*$',
})

/** Several lines that people type; line breaks and tabs are allowed, other control characters are not. */
export const Description = T.String({
  maxLength: 1000,
  pattern: '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$',
})

/** A dot in the domain, neither first nor last. No two repetitions can take the same character, so that matching is linear. */
const EMAIL_CHARS = '\\s@<>(),;:"\\\\\\u0000-\\u001f'
export const Email = T.String({
  minLength: 3,
  maxLength: 254,
  format: 'name',
  pattern: `^[^${EMAIL_CHARS}]+@[^${EMAIL_CHARS}][^.${EMAIL_CHARS}]*\\.[^${EMAIL_CHARS}]+$`,
})

/** Whether the caller may do this to the row and, if not, the reason as a sentence. */
export const Ability = T.Object({ allowed: T.Boolean(), reason: T.Optional(T.String()) }, { $id: 'Ability' })
export type Ability = T.Static<typeof Ability>

/** Where a credential was last used from. */
export const LastUse = T.Object(
  { at: Instant, address: T.String(), client: T.String({ description: 'The client, from its User-Agent, shortened' }) },
  { $id: 'LastUse' },
)

export const abilitiesFlag = {
  abilities: T.Optional(T.Boolean({ description: 'Include on each row what you may do with it' })),
}

/** A value that clients also send as null where they have none. */
export const maybe = <Schema extends T.TSchema>(schema: Schema) => T.Optional(T.Union([schema, T.Null()]))

/** What machines send to be read as a name: it may have several lines, such as the message of a commit. */
export const Lines = { format: 'lines', minLength: 1 } as const

/** An instant as clients send it: see `parseInstant` of the server. */
export const SentInstant = T.String({
  maxLength: 64,
  description: 'An instant, ISO 8601; UTC without an offset. A day alone is its start',
})

export const instantParameter = (description: string) =>
  T.Optional(T.String({ maxLength: 64, description: `${description}; UTC without an offset` }))

/** Any JSON, which the server keeps as the text that was sent: with the digits of its numbers and the order of its keys. Its handler gets the text. */
export const KeptJson = (description: string) =>
  T.Unsafe<string>({ description: `${description}. Any JSON; it is kept as it was sent`, 'x-kept-as-sent': true })

/** The same of an object alone; a client that has none may send null. */
export const KeptObject = (description: string) =>
  T.Unsafe<string>({
    anyOf: [{ type: 'object' }, { type: 'null' }],
    description: `${description}; it is kept as it was sent`,
    'x-kept-as-sent': true,
  })

type MapLimits = {
  /** Keys that it may have. */
  readonly most: number
  /** Characters that a key may have. */
  readonly longestKey: number
  readonly description: string
}

/** An object whose keys are data, such as tags. */
export const MapOf = <Schema extends T.TSchema>(values: Schema, { most, longestKey, description }: MapLimits) =>
  T.Unsafe<Record<string, T.Static<Schema>>>({
    type: 'object',
    description,
    maxProperties: most,
    propertyNames: { type: 'string', maxLength: longestKey },
    additionalProperties: values,
  })
