/** How the audit log's constants are said to people. */
import { type ACTOR_TYPES, type AuditAction, type AuditLog, OBJECT_TYPES } from '../../../contract/outbound/audit.ts'
import { useSlices } from '../../core/layout/slice.ts'

export const ACTION_WORDS = {
  CREATE: 'Create',
  READ: 'Read',
  UPDATE: 'Update',
  DELETE: 'Delete',
} as const satisfies Record<AuditAction, string>

export const ACTOR_WORDS = {
  OAUTH2: 'Signed in',
  PERSONAL_API_KEY: 'Personal token',
  API_KEY: 'API key',
  BACKSTAGE: 'Backstage',
  ANONYMOUS: 'Nobody signed in',
} as const satisfies Record<(typeof ACTOR_TYPES)[number], string>

export const OUTCOME_WORDS = {
  DONE: 'Done',
  FAILED: 'Failed',
  REFUSED: 'Refused',
} as const satisfies Record<AuditLog['outcome'], string>

export const OUTCOME_TONES = { DONE: 'good', FAILED: 'bad', REFUSED: 'warning' } as const

/** Value and label of each, for fields of choice. */
export const choices = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

/** What slices call their things. A newer server may know types that this page does not. */
export const useObjectWord = (): ((type: string) => string) => {
  const words = new Map(useSlices().flatMap(({ objects = {} }) => Object.entries(objects)))
  return type => words.get(type) ?? type
}

/** Value and label of every type. */
export const useObjectChoices = () => {
  const word = useObjectWord()
  return OBJECT_TYPES.map(type => ({ value: type, label: word(type) }))
}
