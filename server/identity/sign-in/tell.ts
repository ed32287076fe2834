import type { Context } from '../../core/http/mount.ts'
import { enqueueMail } from '../../core/mail/outbox.ts'
import type { SessionParts } from './parts.ts'

/** Whoever did not change it learns of it by mail. */
export const tellPasswordChanged = async (
  { mailer, wakeJobs }: SessionParts,
  { id }: { id: string },
  { db, now, address, client, afterCommit }: Context,
) => {
  if (!mailer) return
  await enqueueMail(db, { template: 'password-changed', userId: id, data: { address, client, at: now } }, now)
  afterCommit(wakeJobs)
}
