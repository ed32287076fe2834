/** Warns before tokens and keys end: once for each threshold and channel, whatever the number of nodes and restarts. */

import { peopleWith } from '../access/roles.ts'
import type { Database, Db } from '../db/database.ts'
import type { WarningChannel } from '../db/tables.ts'
import { iso } from '../http/instant.ts'
import { enqueueMail } from '../mail/outbox.ts'
import { publish } from '../webhooks/publish.ts'
import { addNotice } from './notices.ts'
import { readExpiryWarnings } from './settings.ts'
import { publicFacts, type Told, toldOf } from './tell.ts'
import type { EndingFacts } from './words.ts'

const DAY_MS = 86_400_000
const UNUSED_MS = 90 * DAY_MS
const CHUNK = 100

/** A threshold in days, and the one after it: an expiry between the two is told at the first. */
type Span = { readonly threshold: number; readonly until: number }

const spansOf = (days: readonly number[]): Span[] => {
  const sorted = [...days].sort((a, b) => a - b)
  return sorted.map((threshold, index) => ({ threshold, until: sorted[index - 1] ?? 0 }))
}

type Due = { channel: WarningChannel; span: Span; now: number }

/**
 * What works, ends within the span and was not told of at this threshold or a nearer one. A threshold that had passed when the
 * credential was made is nothing to tell.
 */
const due = (db: Db, { channel, span: { threshold, until }, now }: Due): Promise<Told[]> =>
  toldOf(db)
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

/** Takes the right to tell it, and with it that of every farther threshold, which is not told any more. True for who got it. */
const claim = async (db: Db, row: Told, { channel, span, now }: Due, days: readonly number[]): Promise<boolean> => {
  const thresholds = days.filter(day => day >= span.threshold)
  const claimed = await db
    .insertInto('expiry_warnings')
    .values(
      thresholds.map(threshold => ({
        cid: row.cid,
        expires_at: row.expires_at ?? 0,
        threshold,
        channel,
        given_at: now,
      })),
    )
    .onConflict(on => on.doNothing())
    .returning('threshold')
    .execute()
  return claimed.some(({ threshold }) => threshold === span.threshold)
}

/** The last use, or the making, where that is 90 days ago. */
const unusedOf = ({ last_used_at, created_at }: Told, now: number) => {
  const since = last_used_at ?? created_at
  return now - since >= UNUSED_MS ? { since, ever: last_used_at !== null } : null
}

const factsOf = (row: Told, now: number): EndingFacts => ({
  what: row.kind === 'personal' ? 'token' : 'key',
  name: row.name,
  last4: row.last4,
  endsAt: row.expires_at ?? 0,
  timeZone: row.time_zone,
  owner: null,
  unused: unusedOf(row, now),
})

const isActive = async (db: Db, userId: string) =>
  (await db
    .selectFrom('users')
    .select('id')
    .where('id', '=', userId)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()) !== undefined

/** The owner of a token; the maker of a key or, where that person is gone, everybody who may edit keys. */
const peopleFor = async (db: Db, row: Told): Promise<{ id: string }[]> => {
  if (row.kind === 'personal') return row.owner_id === null ? [] : [{ id: row.owner_id }]
  if (row.maker_id !== null && (await isActive(db, row.maker_id))) return [{ id: row.maker_id }]
  return peopleWith(db, 'EDIT_API_KEYS')
}

const noticeKind = ({ kind }: Told) => (kind === 'personal' ? 'token-expiring' : 'key-expiring')

const addWarning = (db: Db, userId: string, row: Told, facts: EndingFacts, now: number) =>
  addNotice(db, { userId, kind: noticeKind(row), subject: row.cid, facts, endsAt: row.expires_at ?? 0 }, now)

type Telling = { rows: readonly Told[]; span: Span; now: number }

const inApp = async (db: Db, { rows, now }: Telling) => {
  for (const row of rows)
    for (const { id } of await peopleFor(db, row)) await addWarning(db, id, row, factsOf(row, now), now)
}

const byMail = async (db: Db, { rows, now }: Telling) => {
  for (const row of rows)
    for (const { id } of await peopleFor(db, row))
      await enqueueMail(db, { template: 'credential-ending', userId: id, data: factsOf(row, now) }, now)
}

const byWebhook = async (db: Db, { rows, span, now }: Telling) => {
  for (const row of rows) {
    const unused = unusedOf(row, now)
    const facts = { withinDays: span.threshold, neverUsedSince: unused && iso(unused.since) }
    if (row.kind === 'personal') await publish(db, 'token.expiring', { token: publicFacts(row), ...facts }, now)
    else await publish(db, 'key.expiring', { key: publicFacts(row), ...facts }, now)
  }
}

/** Tokens of others, as whoever watches over them is told of them. */
const othersTokens = (rows: readonly Told[], userId: string, now: number) =>
  rows
    .filter(row => row.kind === 'personal' && row.owner_id !== userId)
    .map(row => ({ row, facts: { ...factsOf(row, now), owner: row.owner_name ?? '' } }))

const toAdminsInApp = async (db: Db, { rows, now }: Telling) => {
  for (const { id } of await peopleWith(db, 'EDIT_PERSONAL_TOKENS'))
    for (const { row, facts } of othersTokens(rows, id, now)) await addWarning(db, id, row, facts, now)
}

/** One mail with all of them. */
const toAdminsByMail = async (db: Db, { rows, now }: Telling) => {
  for (const { id } of await peopleWith(db, 'EDIT_PERSONAL_TOKENS')) {
    const endings = othersTokens(rows, id, now).map(({ facts }) => facts)
    if (endings.length > 0) await enqueueMail(db, { template: 'endings', userId: id, data: { endings } }, now)
  }
}

type Channel = { name: WarningChannel; tell: (db: Db, told: Telling) => Promise<void> }

const TO_PEOPLE: readonly Channel[] = [
  { name: 'app', tell: inApp },
  { name: 'mail', tell: byMail },
  { name: 'webhook', tell: byWebhook },
]

const TO_ADMINS: readonly Channel[] = [
  { name: 'admin-app', tell: toAdminsInApp },
  { name: 'admin-mail', tell: toAdminsByMail },
]

/** One transaction: the rights and what is told because of them. Answers whether there may be more. */
const tellChunk = (database: Database, { name, tell }: Channel, span: Span, days: readonly number[], now: number) =>
  database.transaction(async db => {
    const which = { channel: name, span, now }
    const rows = await due(db, which)
    const mine: Told[] = []
    for (const row of rows) if (await claim(db, row, which, days)) mine.push(row)
    await tell(db, { rows: mine, span, now })
    return rows.length === CHUNK
  })

export const warnOfExpiries = async (database: Database, now: number): Promise<void> => {
  const { days, admins } = await readExpiryWarnings(database.db)
  for (const channel of admins ? [...TO_PEOPLE, ...TO_ADMINS] : TO_PEOPLE)
    for (const span of spansOf(days)) {
      if ((await due(database.db, { channel: channel.name, span, now })).length === 0) continue
      while (await tellChunk(database, channel, span, days, now));
    }
}
