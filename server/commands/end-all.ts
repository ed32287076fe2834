/** Ends every credential, session and link: for a copy on another system, or when nothing can be trusted after an incident. */
import { createInterface } from 'node:readline/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config.ts'
import type { Database, Db } from '../core/db/database.ts'
import { auditCommand, CommandError, tell, withDatabase } from './command.ts'

const WORD = 'end all'

/** Rows of each kind in one transaction: a server that waits for it waits less than 50 ms. */
const CHUNK = 500
/** Longer than a server that wants to write pauses between two attempts. */
const PAUSE_MS = 25

const endCredentials = async (db: Db, after: string, now: number): Promise<string[]> => {
  const active = await db
    .selectFrom('credentials')
    .select('cid')
    .where('ended_at', 'is', null)
    .where('cid', '>', after)
    .orderBy('cid')
    .limit(CHUNK)
    .execute()
  const cids = active.map(({ cid }) => cid)
  if (cids.length === 0) return cids
  await db
    .updateTable('credentials')
    .set({ ended_at: now, ended_by: 'WORKSPACE', ended_by_id: null, end_reason: 'RESTORE' })
    .where('cid', 'in', cids)
    .execute()
  return cids
}

/** Some of each kind; `after` is the last credential of the time before. */
const endSome = async (db: Db, after: string, now: number) => {
  const cids = await endCredentials(db, after, now)
  const sessions = await db
    .deleteFrom('sessions')
    .where('hash', 'in', eb => eb.selectFrom('sessions').select('hash').limit(CHUNK))
    .executeTakeFirst()
  const links = await db
    .deleteFrom('links')
    .where('hash', 'in', eb => eb.selectFrom('links').select('hash').where('used_at', 'is', null).limit(CHUNK))
    .executeTakeFirst()
  const counts = {
    credentials: cids.length,
    sessions: Number(sessions.numDeletedRows),
    links: Number(links.numDeletedRows),
  }
  return { counts, last: cids.at(-1) ?? '', isDone: Object.values(counts).every(count => count === 0) }
}

const auditEnded = (db: Db, counts: Ended, now: number) => {
  const changes = Object.fromEntries(Object.entries(counts).map(([what, before]) => [what, { before, after: 0 }]))
  return auditCommand(db, { action: 'DELETE', objectType: 'CREDENTIAL', objectIdentifier: 'all', changes }, now)
}

type Ended = { credentials: number; sessions: number; links: number }

/** Goes on until nothing is left, also of what someone made in between. Interrupted, it can be run again. */
export const endAll = async (database: Database, now: number): Promise<Ended> => {
  const all = { credentials: 0, sessions: 0, links: 0 }
  for (let after = '', isFirst = true; ; isFirst = false) {
    const { counts, last, isDone } = await database.transaction(async db => {
      const ended = await endSome(db, after, now)
      if (isFirst || !ended.isDone) await auditEnded(db, ended.counts, now)
      return ended
    })
    all.credentials += counts.credentials
    all.sessions += counts.sessions
    all.links += counts.links
    if (isDone && after === '') return all
    after = last
    await sleep(PAUSE_MS)
  }
}

export const sayEnded = ({ credentials, sessions, links }: Ended) =>
  `Ended ${credentials} tokens and keys, ${sessions} sessions and ${links} links.`

const isConfirmed = async () => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (
      (
        await terminal.question(`This revokes every token, key, session and link. Type "${WORD}" to continue: `)
      ).trim() === WORD
    )
  } finally {
    terminal.close()
  }
}

export const endAllCredentials = async (config: Config, yes: boolean) => {
  if (!yes && !(await isConfirmed())) throw new CommandError('Nothing was revoked.')
  await withDatabase(config, async database => {
    tell(sayEnded(await endAll(database, Date.now())))
  })
}
