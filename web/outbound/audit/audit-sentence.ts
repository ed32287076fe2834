/** What an entry of the audit log says happened, as people say it. Pure. */
import { isPermission, PERMISSIONS } from '../../../contract/core/permissions.ts'
import type { AuditAction, AuditLog, ObjectType } from '../../../contract/outbound/audit.ts'
import type { Slice } from '../../core/layout/slice.ts'

export type Said = {
  readonly word: (type: string) => string
  readonly done: (type: string, action: AuditAction) => string | undefined
}

type Words = Pick<Slice, 'objects' | 'done'>

const VERBS = { CREATE: 'Created', READ: 'Read', UPDATE: 'Updated', DELETE: 'Deleted' } as const

/** What slices say of their things. A newer server may know types that this page does not. */
export const saidBy = (slices: readonly Words[]): Said => {
  const words = new Map<string, string>(slices.flatMap(({ objects = {} }) => Object.entries(objects)))
  const done = new Map<string, NonNullable<Slice['done']>[ObjectType]>(
    slices.flatMap(({ done = {} }) => Object.entries(done)),
  )
  return { word: type => words.get(type) ?? type, done: (type, action) => done.get(type)?.[action] }
}

/** `API key` stays, `Personal token` becomes `personal token`. */
const inSentence = (word: string) =>
  /^[A-Z][a-z]/.test(word) && word !== 'Scorecard' ? word[0]?.toLowerCase() + word.slice(1) : word

const wasRotated = ({ objectType, changes }: AuditLog) =>
  objectType === 'PERSONAL_TOKEN' && changes?.rotated !== undefined

/** "Updated entity". */
export const deedText = (
  { objectType, action }: Pick<AuditLog, 'objectType' | 'action'>,
  { word, done }: Said,
): string => done(objectType, action) ?? `${VERBS[action]} ${inSentence(word(objectType))}`

const deedOf = (log: AuditLog, said: Said): string => (wasRotated(log) ? 'Rotated personal token' : deedText(log, said))

const nameOf = (permission: string | undefined) =>
  permission !== undefined && isPermission(permission) ? PERMISSIONS[permission].name : permission

/** The reasons that the server records. */
const reasonText = (reason: string): string => {
  const [, needed] = /^needs (\w+)$/.exec(reason) ?? []
  if (needed) return `requires ${nameOf(needed)}`
  const [, limited] = /^limited: (\w+)$/.exec(reason) ?? []
  if (limited) return `excluded by its limits: ${nameOf(limited)}`
  return reason
}

const calledOf = ({ changes }: AuditLog) => {
  const called = changes?.operation?.after
  return typeof called === 'string' ? called : undefined
}

/** "Denied: Create or replace an entity by its descriptor (requires Edit entities)", "Identity confirmed", "Updated entity". */
export const sentenceOf = (log: AuditLog, said: Said): string => {
  const deed = deedOf(log, said)
  const why = log.reason ? ` (${reasonText(log.reason)})` : ''
  if (log.outcome === 'REFUSED') return `Denied: ${calledOf(log) ?? deed}${why}`
  return log.outcome === 'FAILED' ? `Failed: ${deed}${why}` : `${deed}${why}`
}
