/** The mails that people get when something happens. */
import type { Subscribers } from '../../core/changes/events.ts'
import { newsForOwners } from '../notices/token-news.ts'
import { enqueueMail, enqueueMails } from './outbox.ts'

export const mailSubscribers: Subscribers = {
  /** What owners do themselves is mailed unless they turned that off; what others did, always. */
  async token(event, context) {
    const { kind } = event
    if (!context.hasMail || kind === 'token-revoked') return
    const news = await newsForOwners(context, event, kind)
    const wanted = news.filter(({ wantsNoMail }) => !wantsNoMail || kind === 'token-revoked-by-other')
    const mails = wanted.map(({ userId, facts }) => ({ template: 'token-news', userId, data: facts }) as const)
    await enqueueMails(context.db, mails, context.now)
  },

  async key({ madeWith }, { db, now, address, hasMail }) {
    if (!hasMail || !madeWith) return
    const { userId, key, token } = madeWith
    await enqueueMail(db, { template: 'key-made-by-token', userId, data: { key, token, address } }, now)
  },

  'idle-tokens': async ({ warnings }, { db, now, hasMail }) => {
    const mails = warnings.map(({ userId, facts }) => ({ template: 'token-idle-soon', userId, data: facts }) as const)
    if (hasMail) await enqueueMails(db, mails, now)
  },

  /** Whatever the person chose for mails about tokens: a stranger would have turned those off. */
  async identity({ kind, userId, provider, account, by }, { db, now, address, client, hasMail }) {
    const data = { kind, provider, account, by, at: now, address, client }
    if (hasMail) await enqueueMail(db, { template: 'identity-news', userId, data }, now)
  },

  /** A person who did not change it learns of it. */
  password: async ({ userId }, { db, now, address, client, hasMail }) => {
    if (hasMail)
      await enqueueMail(db, { template: 'password-changed', userId, data: { address, client, at: now } }, now)
  },
}
