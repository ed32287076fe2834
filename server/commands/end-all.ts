/** Ends every credential, session and link at once: for a copy on another system, or when nothing can be trusted any more. */
import { createInterface } from 'node:readline/promises'
import type { Config } from '../config.ts'
import type { Db } from '../db/database.ts'
import { auditCommand, CommandError, tell, withDatabase } from './command.ts'

const WORD = 'end all'

export const endAll = async (db: Db, now: number) => {
  const ended = await db
    .updateTable('credentials')
    .set({ ended_at: now, ended_by: 'WORKSPACE', ended_by_id: null, end_reason: 'RESTORE' })
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  const sessions = await db.deleteFrom('sessions').executeTakeFirst()
  const links = await db.deleteFrom('links').where('used_at', 'is', null).executeTakeFirst()
  const counts = {
    credentials: Number(ended.numUpdatedRows),
    sessions: Number(sessions.numDeletedRows),
    links: Number(links.numDeletedRows),
  }
  const changes = Object.fromEntries(Object.entries(counts).map(([what, before]) => [what, { before, after: 0 }]))
  await auditCommand(db, { action: 'DELETE', objectType: 'CREDENTIAL', objectIdentifier: 'all', changes }, now)
  return counts
}

export const sayEnded = ({ credentials, sessions, links }: Awaited<ReturnType<typeof endAll>>) =>
  `Ended ${credentials} tokens and keys, ${sessions} sessions and ${links} links.`

const isConfirmed = async () => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (
      (await terminal.question(`Every token, key, session and link ends. Type "${WORD}" to go on: `)).trim() === WORD
    )
  } finally {
    terminal.close()
  }
}

export const endAllCredentials = async (config: Config, yes: boolean) => {
  if (!yes && !(await isConfirmed())) throw new CommandError('Nothing was ended.')
  await withDatabase(config, async database => {
    tell(sayEnded(await database.transaction(db => endAll(db, Date.now()))))
  })
}
