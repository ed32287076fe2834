/** Warns before tokens and keys end: once for each threshold and channel, whatever the number of nodes and restarts. */

import { inChunks } from '../../core/db/chunks.ts'
import type { Database, Db } from '../../core/db/database.ts'
import { iso } from '../../core/problems/instant.ts'
import { peopleWith } from '../../identity/access/roles.ts'
import { type CredentialWithOwner, credentialsWithOwner } from '../../identity/credentials/with-owner.ts'
import { enqueueMails } from '../emails/outbox.ts'
import { addNotices } from '../notices/notices.ts'
import { readExpiryWarnings } from '../notices/settings.ts'
import type { EndingFacts } from '../notices/words.ts'
import { publicFacts } from '../webhooks/on-events.ts'
import { publishAll } from '../webhooks/publish.ts'
import type { WarningChannel } from './tables.ts'

const DAY_MS = 86_400_000
const UNUSED_MS = 90 * DAY_MS
const CHUNK = 100

/** A threshold in days, and the one after it: an expiry between the two is announced at the first. */
type Span = { readonly threshold: number; readonly until: number }

const spansOf = (days: readonly number[]): Span[] => {
  const sorted = [...days].sort((a, b) => a - b)
  return sorted.map((threshold, index) => ({ threshold, until: sorted[index - 1] ?? 0 }))
}

type Due = { channel: WarningChannel; span: Span; now: number }

/**
 * What works, ends within the span and was not announced at this threshold or a nearer one. A threshold that had passed when the
 * credential was made is nothing to tell.
 */
const due = (db: Db, { channel, span: { threshold, until }, now }: Due): Promise<CredentialWithOwner[]> =>
  credentialsWithOwner(db)
    .where('c.ended_at', 'is', null)
    .where('u.deactivated_at', 'is', null)
    .where('c.expires_at', '>', now + until * DAY_MS)
    .where('c.expires_at', '<=', now + threshold * DAY_MS)
    .where(eb => eb(eb('c.expires_at', '-', eb.ref('c.created_at')), '>', threshold * DAY_MS))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('expiry_warnings as w')
            .select('w.cid')
            .whereRef('w.cid', '=', 'c.cid')
            .whereRef('w.expires_at', '=', 'c.expires_at')
            .where('w.channel', '=', channel)
            .where('w.threshold', '<=', threshold),
        ),
      ),
    )
    .orderBy('c.expires_at')
    .orderBy('c.cid')
    .limit(CHUNK)
    .execute()

/** One span of all that were chosen (`days`). */
type Round = { readonly span: Span; readonly days: readonly number[]; readonly now: number }

/** Claims the warnings, together with those of every farther threshold, which are then skipped. Returns the ones it got. */
const claim = async (
  db: Db,
  rows: readonly CredentialWithOwner[],
  { channel, span, days, now }: Due & Pick<Round, 'days'>,
) => {
  const thresholds = days.filter(day => day >= span.threshold)
  const wanted = rows.flatMap(({ cid, expires_at }) =>
    thresholds.map(threshold => ({ cid, expires_at: expires_at ?? 0, threshold, channel, given_at: now })),
  )
  const got = new Set<string>()
  await inChunks(wanted, async some => {
    const claimed = await db
      .insertInto('expiry_warnings')
      .values(some)
      .onConflict(on => on.doNothing())
      .returning(['cid', 'threshold'])
      .execute()
    for (const { cid, threshold } of claimed) if (threshold === span.threshold) got.add(cid)
  })
  return rows.filter(({ cid }) => got.has(cid))
}

/** The last use, or the making, where that is 90 days ago. */
const unusedOf = ({ last_used_at, created_at }: CredentialWithOwner, now: number) => {
  const since = last_used_at ?? created_at
  return now - since >= UNUSED_MS ? { since, ever: last_used_at !== null } : null
}

const WHAT = { personal: 'token', workspace: 'key', webhook: 'webhook' } as const

const factsOf = (row: CredentialWithOwner, now: number): EndingFacts => ({
  what: WHAT[row.kind],
  name: row.name,
  last4: row.last4,
  endsAt: row.expires_at ?? 0,
  timeZone: row.time_zone,
  owner: null,
  unused: unusedOf(row, now),
})

/** The creators of keys who can still be notified. */
const activeMakers = async (db: Db, rows: readonly CredentialWithOwner[]): Promise<Set<string>> => {
  const makers = [...new Set(rows.flatMap(({ kind, maker_id }) => (kind !== 'personal' && maker_id ? maker_id : [])))]
  if (makers.length === 0) return new Set()
  const active = db.selectFrom('users').select('id').where('id', 'in', makers).where('deactivated_at', 'is', null)
  return new Set((await active.execute()).map(({ id }) => id))
}

type Recipient = { readonly row: CredentialWithOwner; readonly userId: string }

/** The owner of a token; the maker of a key or, where that person is gone, everybody who may edit keys. */
const recipientsOf = async (db: Db, rows: readonly CredentialWithOwner[]): Promise<Recipient[]> => {
  const makers = await activeMakers(db, rows)
  const isOrphan = ({ kind, maker_id }: CredentialWithOwner) => kind !== 'personal' && !makers.has(maker_id ?? '')
  const editors = rows.some(isOrphan) ? await peopleWith(db, 'EDIT_API_KEYS') : []
  return rows.flatMap(row => {
    if (isOrphan(row)) return editors.map(({ id }) => ({ row, userId: id }))
    const userId = row.kind === 'personal' ? row.owner_id : row.maker_id
    return userId === null ? [] : { row, userId }
  })
}

const noticeOf = (row: CredentialWithOwner, userId: string, facts: EndingFacts) => ({
  userId,
  kind: row.kind === 'personal' ? ('token-expiring' as const) : ('key-expiring' as const),
  subject: row.cid,
  facts,
  endsAt: row.expires_at ?? 0,
})

type Batch = { rows: readonly CredentialWithOwner[]; span: Span; now: number }

const inApp = async (db: Db, { rows, now }: Batch) => {
  const recipients = await recipientsOf(db, rows)
  const notices = recipients.map(({ row, userId }) => noticeOf(row, userId, factsOf(row, now)))
  await addNotices(db, notices, now)
}

const byMail = async (db: Db, { rows, now }: Batch) => {
  const recipients = await recipientsOf(db, rows)
  const mails = recipients.map(
    ({ row, userId }) => ({ template: 'credential-ending', userId, data: factsOf(row, now) }) as const,
  )
  await enqueueMails(db, mails, now)
}

const byWebhook = async (db: Db, { rows, span, now }: Batch) => {
  const events = rows.map(row => {
    const unused = unusedOf(row, now)
    const facts = { withinDays: span.threshold, neverUsedSince: unused && iso(unused.since) }
    return row.kind === 'personal'
      ? ({ event: 'token.expiring', data: { token: publicFacts(row), ...facts } } as const)
      : ({ event: 'key.expiring', data: { key: publicFacts(row), ...facts } } as const)
  })
  await publishAll(db, events, now)
}

/** What administrators are sent about tokens of other people. */
const toWatchers = async (db: Db, { rows, now }: Batch) => {
  const tokens = rows.filter(({ kind }) => kind === 'personal')
  const endings = tokens.map(row => ({ row, facts: { ...factsOf(row, now), owner: row.owner_name ?? '' } }))
  const people = endings.length > 0 ? await peopleWith(db, 'EDIT_PERSONAL_TOKENS') : []
  return people.map(({ id }) => ({ userId: id, endings: endings.filter(({ row }) => row.owner_id !== id) }))
}

const toAdminsInApp = async (db: Db, batch: Batch) => {
  const watchers = await toWatchers(db, batch)
  const notices = watchers.flatMap(({ userId, endings }) =>
    endings.map(({ row, facts }) => noticeOf(row, userId, facts)),
  )
  await addNotices(db, notices, batch.now)
}

/** One mail with all of them. */
const toAdminsByMail = async (db: Db, batch: Batch) => {
  const watchers = await toWatchers(db, batch)
  const mails = watchers
    .filter(({ endings }) => endings.length > 0)
    .map(({ userId, endings }) => {
      const data = { endings: endings.map(({ facts }) => facts) }
      return { template: 'endings', userId, data } as const
    })
  await enqueueMails(db, mails, batch.now)
}

type Channel = { name: WarningChannel; tell: (db: Db, batch: Batch) => Promise<void> }

const TO_PEOPLE: readonly Channel[] = [
  { name: 'app', tell: inApp },
  { name: 'mail', tell: byMail },
  { name: 'webhook', tell: byWebhook },
]

const TO_ADMINS: readonly Channel[] = [
  { name: 'admin-app', tell: toAdminsInApp },
  { name: 'admin-mail', tell: toAdminsByMail },
]

/** One transaction: claims the warnings and sends them. Returns whether there may be more. */
const tellChunk = (database: Database, { name, tell }: Channel, { span, days, now }: Round) =>
  database.transaction(async db => {
    const which = { channel: name, span, now }
    const rows = await due(db, which)
    const mine = await claim(db, rows, { ...which, days })
    await tell(db, { rows: mine, span, now })
    return rows.length === CHUNK
  })

export const warnOfExpiries = async (database: Database, now: number): Promise<void> => {
  const { days, admins } = await readExpiryWarnings(database.db)
  for (const channel of admins ? [...TO_PEOPLE, ...TO_ADMINS] : TO_PEOPLE)
    for (const span of spansOf(days)) {
      if ((await due(database.db, { channel: channel.name, span, now })).length === 0) continue
      while (await tellChunk(database, channel, { span, days, now }));
    }
}
