/** Small shapes that several slices share. */
import * as T from 'typebox'

export const Instant = T.String({ format: 'date-time', description: 'An instant, ISO 8601 in UTC' })

const LONGEST_NAME = 120

/**
 * A single line people type, trimmed. The format is ours: it displays as something, and nothing in it is invisible or turns the
 * direction of the text around it.
 */
export const Name = T.String({ minLength: 1, maxLength: LONGEST_NAME, format: 'name' })

/** The name of what exists: what is stored may stay, and another one is a `Name`. */
export const ChangedName = T.String({
  minLength: 1,
  maxLength: LONGEST_NAME,
  pattern: '^(?=\\s*\\S)[^\\u0000-\\u001f\\u007f-\\u009f]*$',
})

/** Some lines people type; line breaks and tabs are fine, other control characters are not. */
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

/** Whether the asker may do a thing to this row and, if not, the sentence that says why. */
export const Ability = T.Object({ allowed: T.Boolean(), reason: T.Optional(T.String()) }, { $id: 'Ability' })
export type Ability = T.Static<typeof Ability>

/** Where a credential was used last. */
export const LastUse = T.Object(
  { at: Instant, address: T.String(), client: T.String({ description: 'The client by its User-Agent, shortened' }) },
  { $id: 'LastUse' },
)

export const abilitiesFlag = {
  abilities: T.Optional(T.Boolean({ description: 'Say on each row what you may do to it' })),
}
