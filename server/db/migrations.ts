/** The migrations, in order: forward only, never edited once released. A version is its place in this list, from 1. */
import { foundation } from './migrations/001-foundation.ts'
import { limitsAndRotation } from './migrations/002-limits-and-rotation.ts'
import { activity } from './migrations/003-activity.ts'
import { noticesAndWebhooks } from './migrations/004-notices-and-webhooks.ts'
import { deviceCodes } from './migrations/005-device-codes.ts'
import { tokenPolicy } from './migrations/006-token-policy.ts'
import { authorityRows } from './migrations/007-authority-rows.ts'
import { identities } from './migrations/009-identities.ts'

export const MIGRATIONS: readonly (readonly string[])[] = [
  foundation,
  limitsAndRotation,
  activity,
  noticesAndWebhooks,
  deviceCodes,
  tokenPolicy,
  authorityRows,
  identities,
]
