/** How the audit log's constants are said to people. */
import type { ACTOR_TYPES, AuditAction, AuditLog, ObjectType } from '../../../contract/outbound/audit.ts'

export const ACTION_WORDS = {
  CREATE: 'Create',
  READ: 'Read',
  UPDATE: 'Update',
  DELETE: 'Delete',
} as const satisfies Record<AuditAction, string>

const OBJECT_WORDS: Record<ObjectType, string> = {
  ENTITY: 'Entity',
  SCORECARD: 'Scorecard',
  PERSONAL_TOKEN: 'Personal token',
  API_KEY: 'API key',
  USER: 'Person',
  ROLE: 'Role',
  SESSION: 'Session',
  PASSWORD: 'Password',
  ONE_TIME_LINK: 'One-time link',
  SAMPLES: 'Sample catalog',
  CREDENTIAL: 'Credential',
  PROFILE: 'Profile',
  SETTING: 'Setting',
  WEBHOOK: 'Webhook',
  TOKEN_POLICY: 'Token policy',
  IDENTITY: 'Linked account',
}

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

/** A newer server may know types that this page does not. */
export const objectWord = (type: string) => new Map(Object.entries(OBJECT_WORDS)).get(type) ?? type

/** Value and label of each, for fields of choice. */
export const choices = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

export const OBJECT_CHOICES = choices(OBJECT_WORDS)
