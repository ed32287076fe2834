/** How the audit log's constants are said to people. */
import { type ACTOR_TYPES, type AuditAction, type AuditLog, OBJECT_TYPES } from '../../../contract/outbound/audit.ts'
import { type Place, useSlices } from '../../core/layout/slice.ts'
import { type Said, saidBy } from './audit-sentence.ts'

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

export const useSaid = (): Said => saidBy(useSlices())

/** Value and label of every type. */
export const useObjectChoices = () => {
  const { word } = useSaid()
  return OBJECT_TYPES.map(type => ({ value: type, label: word(type) }))
}

/** The page of a thing of this type, where it has one. */
export const usePageOf = (): ((type: string, identifier: string) => Place | undefined) => {
  const pages = new Map<string, (identifier: string) => Place>(
    useSlices().flatMap(({ pagesOf = {} }) => Object.entries(pagesOf)),
  )
  return (type, identifier) => pages.get(type)?.(identifier)
}
