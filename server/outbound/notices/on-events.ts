/** What people see in the app when something happens: what they did not do themselves. */
import type { Subscribers } from '../../core/changes/events.ts'
import type { TokenEvent } from '../../identity/credentials/events.ts'
import { addNotice, addNotices } from './notices.ts'
import { newsForOwners } from './token-news.ts'

const noticeOf = ({ kind, isUnattended }: TokenEvent) => {
  if (kind === 'token-created' || kind === 'token-revoked') return undefined
  return kind === 'token-rotated' && !isUnattended ? undefined : kind
}

export const noticeSubscribers: Subscribers = {
  async token(event, context) {
    const kind = noticeOf(event)
    if (!kind) return
    const notices = (await newsForOwners(context, event, kind)).map(({ userId, subject, facts }) => ({
      userId,
      subject,
      kind,
      facts,
    }))
    await addNotices(context.db, notices, context.now)
  },

  'idle-tokens': async ({ warnings }, { db, now }) => {
    const notices = warnings.map(
      ({ userId, cid, facts }) => ({ userId, subject: cid, kind: 'token-idle', facts }) as const,
    )
    await addNotices(db, notices, now)
  },

  identity: ({ kind, userId, subject, ...account }, { db, now, address, client }) =>
    addNotice(db, { userId, kind, subject, facts: { kind, ...account, at: now, address, client } }, now),
}
