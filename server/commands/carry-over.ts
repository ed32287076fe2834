/**
 * What ended stays ended when an older backup takes the place of a database: credentials, secrets, people, linked accounts, sessions
 * and links.
 * Everything else is as the backup has it, roles and passwords included.
 */
import type { Selectable } from 'kysely'
import type { Entry } from '../core/changes/entry.ts'
import type { Db } from '../core/db/database.ts'
import { OBJECT_OF } from '../identity/credentials/credentials.ts'
import { areWider, pickLimits } from '../identity/credentials/limits.ts'
import type { Credentials } from '../identity/credentials/tables.ts'
import { auditCommand } from './command.ts'

export type CarriedOver = {
  tokens: number
  keys: number
  narrowed: number
  people: number
  sessions: number
  links: number
}

type Credential = Selectable<Credentials>

/** Rows of one statement's list of values. */
const CHUNK = 500

const inChunks = async <T>(all: readonly T[], work: (chunk: readonly T[]) => Promise<unknown>) => {
  for (let at = 0; at < all.length; at += CHUNK) await work(all.slice(at, at + CHUNK))
}

const endOf = ({ ended_at, ended_by, ended_by_id, end_reason }: Credential) => ({
  ended_at,
  ended_by,
  ended_by_id,
  end_reason,
})

const sooner = (a: number | null, b: number | null) => a !== null && (b === null || a < b)

/** What of the present state is stricter than what the backup says; nothing where it is not. */
const stricter = (present: Credential, restored: Credential): Partial<Credential> => ({
  ...(sooner(present.expires_at, restored.expires_at)
    ? { expires_at: present.expires_at, last_day: present.last_day, time_zone: present.time_zone }
    : {}),
  ...(areWider(pickLimits(present), pickLimits(restored)) ? pickLimits(present) : {}),
  ...(present.rotates_itself < restored.rotates_itself ? { rotates_itself: present.rotates_itself } : {}),
})

const carryCredentials = async (from: Db, to: Db, now: number) => {
  const present = new Map((await from.selectFrom('credentials').selectAll().execute()).map(one => [one.cid, one]))
  const count = { tokens: 0, keys: 0, narrowed: 0 }
  for (const restored of await to.selectFrom('credentials').selectAll().where('ended_at', 'is', null).execute()) {
    const known = present.get(restored.cid)
    if (!known) continue
    const isEnded = known.ended_at !== null
    const change = isEnded ? endOf(known) : stricter(known, restored)
    if (Object.keys(change).length === 0) continue
    await to.updateTable('credentials').set(change).where('cid', '=', restored.cid).execute()
    if (!isEnded) count.narrowed++
    else if (restored.kind === 'personal') count.tokens++
    else count.keys++
    await auditCommand(to, entryOf(restored, isEnded), now)
  }
  return count
}

const entryOf = ({ cid, kind, name }: Credential, isEnded: boolean): Entry => ({
  action: isEnded ? 'DELETE' : 'UPDATE',
  objectType: OBJECT_OF[kind],
  objectIdentifier: cid,
  changes: { name: { before: name }, restored: { after: isEnded ? 'stays ended' : 'stays limited' } },
})

/** A secret that was rotated away stays dead, and the one in its place works on. */
const carrySecrets = async (from: Db, to: Db) => {
  const known = new Set((await to.selectFrom('credentials').select('cid').execute()).map(({ cid }) => cid))
  const present = (await from.selectFrom('secrets').selectAll().execute()).filter(({ cid }) => known.has(cid))
  await inChunks([...new Set(present.map(({ cid }) => cid))], cids =>
    to.deleteFrom('secrets').where('cid', 'in', cids).execute(),
  )
  await inChunks(present, rows =>
    to
      .insertInto('secrets')
      .values([...rows])
      .execute(),
  )
}

const carryPeople = async (from: Db, to: Db, now: number) => {
  const gone = await from
    .selectFrom('users')
    .select(['id', 'deactivated_at'])
    .where('deactivated_at', 'is not', null)
    .execute()
  let people = 0
  for (const { id, deactivated_at } of gone) {
    const person = await to
      .updateTable('users')
      .set({ deactivated_at })
      .where('id', '=', id)
      .where('deactivated_at', 'is', null)
      .returning('email')
      .executeTakeFirst()
    if (!person) continue
    people++
    const changes = { state: { after: 'DEACTIVATED' }, restored: { after: 'stays deactivated' } }
    await auditCommand(to, { action: 'UPDATE', objectType: 'USER', objectIdentifier: person.email, changes }, now)
  }
  return people
}

/** Whatever is not there any more, or was used, must not come back. */
const carrySessions = async (from: Db, to: Db) => {
  const present = new Set((await from.selectFrom('sessions').select('hash').execute()).map(({ hash }) => hash))
  const gone = (await to.selectFrom('sessions').select('hash').execute()).filter(({ hash }) => !present.has(hash))
  await inChunks(gone, chunk =>
    to
      .deleteFrom('sessions')
      .where(
        'hash',
        'in',
        chunk.map(({ hash }) => hash),
      )
      .execute(),
  )
  return gone.length
}

const carryLinks = async (from: Db, to: Db) => {
  const open = await from.selectFrom('links').select('hash').where('used_at', 'is', null).execute()
  const present = new Set(open.map(({ hash }) => hash))
  const restored = await to.selectFrom('links').select('hash').where('used_at', 'is', null).execute()
  const gone = restored.filter(({ hash }) => !present.has(hash))
  await inChunks(gone, chunk =>
    to
      .deleteFrom('links')
      .where(
        'hash',
        'in',
        chunk.map(({ hash }) => hash),
      )
      .execute(),
  )
  return gone.length
}

/** An account of the identity provider that was unlinked, perhaps because a stranger had linked it, must not sign in again. */
const carryIdentities = async (from: Db, to: Db) => {
  const pairOf = ({ issuer, subject }: { issuer: string; subject: string }) => `${issuer}\n${subject}`
  const present = new Map(
    (await from.selectFrom('identities').selectAll().execute()).map(one => [pairOf(one), one.user_id]),
  )
  const known = new Set((await from.selectFrom('users').select('id').execute()).map(({ id }) => id))
  for (const one of await to.selectFrom('identities').selectAll().execute())
    if (known.has(one.user_id) && present.get(pairOf(one)) !== one.user_id)
      await to.deleteFrom('identities').where('issuer', '=', one.issuer).where('subject', '=', one.subject).execute()
}

/** @param from what is being replaced, as it is now @param to a transaction on the backup, before it takes that place */
export const carryOver = async (from: Db, to: Db, now: number): Promise<CarriedOver> => {
  const credentials = await carryCredentials(from, to, now)
  await carrySecrets(from, to)
  const people = await carryPeople(from, to, now)
  await carryIdentities(from, to)
  await to.deleteFrom('device_codes').execute() // one may have been collected since; a client asks for a new one within minutes
  return { ...credentials, people, sessions: await carrySessions(from, to), links: await carryLinks(from, to) }
}
