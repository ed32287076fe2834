/** Operations that delete all that their parameters select. */
import * as T from 'typebox'

/** Has the number that was deleted, also where the response has no body. */
export const DELETED_HEADER = 'Portico-Deleted'

/** Part of each such operation's declaration. */
export const deletesInBulk = { writes: true, bulkDelete: true } as const

export const dryRun = T.Optional(T.Boolean({ description: 'Count what would be deleted without deleting it' }))

export const deletedField = {
  deleted: T.Integer({ description: 'How many were deleted; with dryRun, how many would be' }),
}

export const Deleted = T.Object(deletedField)
