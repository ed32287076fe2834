/** Copies of a SQLite database while it is in use. Each is one self-contained file, complete under its name or not there at all. */
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { backup as copyOnline, DatabaseSync } from 'node:sqlite'
import { checkReadable, createFolder, FileFault, faultOf, statsOf } from './files.ts'

const BUSY_TIMEOUT_MS = 10_000

const sync = (path: string) => {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Without a write-ahead log the file needs no other beside it and can be read where nothing can be written. */
const leaveOneFile = (file: string) => {
  const copy = new DatabaseSync(file)
  try {
    copy.exec('pragma journal_mode = delete')
  } finally {
    copy.close()
  }
}

const giveName = (file: string, target: string, replace: boolean) => {
  if (replace) return renameSync(file, target)
  try {
    linkSync(file, target) // unlike a rename, it never replaces a file that someone put there in the meantime
  } catch (error) {
    const hasLinks = !(error instanceof Error && 'code' in error && /^(EPERM|ENOTSUP|ENOSYS)$/.test(String(error.code)))
    if (hasLinks || statsOf(target)) throw error
    renameSync(file, target)
  }
}

/** Gives a finished database file its name, so that it survives a power failure. */
export const publish = (file: string, target: string, replace = false) => {
  leaveOneFile(file)
  sync(file)
  giveName(file, target, replace)
  sync(dirname(target))
}

const removeParts = (file: string) => {
  for (const part of [file, `${file}-journal`, `${file}-wal`, `${file}-shm`]) rmSync(part, { force: true })
}

/** One moment of the source is copied: without a transaction, each write of another process would start the copy again. */
const copySnapshot = async (source: DatabaseSync, target: string) => {
  source.exec('begin; select count(*) from sqlite_schema')
  try {
    await copyOnline(source, target)
  } finally {
    source.exec('rollback')
  }
}

/**
 * Writes beside `target`, into a file that only its owner can read, and gives it the name when it is complete.
 * @throws FileFault; then nothing new is left behind
 */
export const writeCopy = async (source: DatabaseSync, target: string, replace = false) => {
  const part = `${target}.${randomBytes(4).toString('hex')}.part`
  try {
    closeSync(openSync(part, 'wx', 0o600))
    await copySnapshot(source, part)
    publish(part, target, replace)
  } catch (error) {
    throw faultOf(`Can't write ${target}`, error)
  } finally {
    removeParts(part)
  }
}

/** Copies the database in `file`, as it is, to `target`. @throws FileFault */
export const backUpSqlite = async (file: string, target: string) => {
  checkReadable(file)
  const there = statsOf(target)
  if (there?.isDirectory()) throw new FileFault(`${target} is a folder. Give the path of a file in it.`)
  if (there) throw new FileFault(`${target} already exists. Choose another name.`)
  createFolder(dirname(target))
  const source = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, readOnly: true })
  try {
    await writeCopy(source, target)
  } finally {
    source.close()
  }
}
