/** Puts a backup in the place of the SQLite database, also while the server runs: SQLite copies page by page under its own locks. */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { backup as copyOnline, DatabaseSync } from 'node:sqlite'
import { publish, writeCopy } from './copy.ts'
import { createFolder, FileFault, faultOf, statsOf } from './files.ts'
import { MIGRATIONS } from './migrations.ts'
import { firstValue, versionOf, withBackup } from './read-backup.ts'

const BUSY_TIMEOUT_MS = 10_000
const MOST_ATTEMPTS = 5
const STEPS = 10

const withOpen = async <T>(file: string, work: (database: DatabaseSync) => Promise<T>): Promise<T> => {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
  try {
    return await work(database)
  } finally {
    database.close()
  }
}

/** Nobody writes to what is being replaced while it is read: an ending in that moment would be lost. */
const withoutWriters = async (database: DatabaseSync, work: () => Promise<void>): Promise<void> => {
  database.exec('begin immediate')
  try {
    await work()
  } finally {
    database.exec('rollback')
  }
}

class ChangedSince extends Error {}

/** Node's backup finds its target locked in its first step or its last one, and reports it as "not an error" with SQLite's code for success. */
const isLocked = (error: unknown) => error instanceof Error && 'errcode' in error && error.errcode === 0

type Seen = { readonly database: DatabaseSync; readonly seen: unknown }

/**
 * Copies `ready` over the database unless someone writes to it or wrote to it since `seen`: the lock is let go for a moment, because the copy
 * takes its own. It goes in steps, so that there are some in which the copy holds the lock and has not committed yet.
 */
const replace = (ready: string, target: string, { database, seen }: Seen): Promise<boolean> =>
  withOpen(ready, async source => {
    const rate = Math.max(1, Math.ceil(Number(firstValue(source, 'pragma page_count')) / STEPS))
    const progress = () => {
      if (firstValue(database, 'pragma data_version') !== seen) throw new ChangedSince()
    }
    try {
      await copyOnline(source, target, { rate, progress })
      return true
    } catch (error) {
      if (error instanceof ChangedSince || isLocked(error)) return false
      throw error
    }
  })

/** Makes ready what takes the place of `current`; undefined when there is nothing yet. Both are copies it may change. */
export type MakeReady = (restored: string, current: string | undefined) => Promise<void>

type Places = { readonly target: string; readonly folder: string; readonly now: number; readonly makeReady: MakeReady }

/** A name that tells the moment; the second attempt of a restore takes the place of the first one's. */
const keptBeside = ({ target, now }: Places) =>
  `${target}.before-restore-${new Date(now).toISOString().replace(/[:.]/g, '-')}`

/** What ended since the backup is known only from a database of this version or an older one. */
const checkPresent = (database: DatabaseSync, target: string) => {
  let fault = 'was used by a newer version of Portico'
  try {
    if (versionOf(database) <= MIGRATIONS.length) return
  } catch {
    fault = "can't be read"
  }
  throw new FileFault(
    `${target} ${fault}, so it is unknown what was revoked since the backup. Move that file away, restore again, and then run portico credentials end-all.`,
  )
}

/** Copies what is there, has the backup made ready, and puts it in place. False when someone wrote in between. */
const replaceOnce = async (backup: DatabaseSync, database: DatabaseSync, places: Places & { kept: string }) => {
  const { target, folder, kept, makeReady } = places
  const [ready, current] = [join(folder, 'restored.db'), join(folder, 'current.db')]
  let seen: unknown
  await withoutWriters(database, async () => {
    seen = firstValue(database, 'pragma data_version')
    await withOpen(target, reader => writeCopy(reader, kept, true))
    copyFileSync(kept, current)
    await writeCopy(backup, ready, true)
    await makeReady(ready, current)
  })
  return replace(ready, target, { database, seen })
}

const overExisting = async (backup: DatabaseSync, places: Places): Promise<string> => {
  const { target } = places
  const kept = keptBeside(places)
  try {
    await withOpen(target, async database => {
      checkPresent(database, target)
      for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++)
        if (await replaceOnce(backup, database, { ...places, kept })) return
      throw new FileFault(`${target} is being written to all the time. Stop the server, then restore again.`)
    })
  } catch (error) {
    rmSync(kept, { force: true })
    throw error
  }
  return kept
}

const ontoNothing = async (backup: DatabaseSync, { target, folder, makeReady }: Places): Promise<undefined> => {
  const ready = join(folder, 'restored.db')
  await writeCopy(backup, ready)
  await makeReady(ready, undefined)
  publish(ready, target)
}

const isSame = (a: string, b: string) => {
  const [one, other] = [statsOf(a), statsOf(b)]
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev
}

/**
 * Puts `file` in the place of `target` and keeps what was there beside it. The copy is made ready before it takes the place:
 * whatever goes wrong or is cut off before, the database stays as it was. Returns where that is kept; undefined when there was nothing.
 * @throws FileFault or SchemaTooNew
 */
export const restoreSqlite = async (
  file: string,
  target: string,
  { now, makeReady }: { now: number; makeReady: MakeReady },
): Promise<string | undefined> => {
  if (isSame(file, target)) throw new FileFault(`${file} is the database itself. Give the path of a backup.`)
  const folder = `${target}.restoring`
  return withBackup(file, async backup => {
    createFolder(dirname(target))
    const isThere = statsOf(target) !== undefined
    try {
      rmSync(folder, { recursive: true, force: true }) // of a restore that was cut off
      mkdirSync(folder, { mode: 0o700 })
      const places = { target, folder, now, makeReady }
      return isThere ? await overExisting(backup, places) : await ontoNothing(backup, places)
    } catch (error) {
      throw 'errcode' in Object(error) || 'code' in Object(error)
        ? faultOf(`Can't restore ${file} to ${target}, which was not changed`, error)
        : error
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}
