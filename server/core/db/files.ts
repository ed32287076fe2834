/** Faults of files and of SQLite in words that name the path, for the person at the command line. */
import { accessSync, constants, existsSync, lstatSync, mkdirSync, readlinkSync, type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'

export class FileFault extends Error {}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is exceeded',
  EEXIST: 'it already exists',
  EIO: 'the disk reports an input/output error',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links form a loop',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'it does not exist',
  ENOSPC: 'no space is left on the disk',
  ENOTDIR: 'a part of its path is not a folder',
  EPERM: 'permission denied',
  EROFS: 'the volume is read-only',
}

/** SQLite's primary result codes. */
const SQLITE_REASONS: Readonly<Record<number, string>> = {
  3: 'permission denied',
  5: 'another process holds it locked',
  6: 'it is locked',
  8: 'it is read-only',
  10: 'the disk reports an input/output error',
  11: 'the database is damaged',
  13: 'no space is left on the disk',
  14: 'the file cannot be opened',
  26: 'it is not a SQLite database',
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const reason =
    'errcode' in error ? SQLITE_REASONS[Number(error.errcode) & 0xff] : 'code' in error && REASONS[String(error.code)]
  return reason || error.message
}

/** @param what the sentence's beginning: what failed, and where */
export const faultOf = (what: string, error: unknown): Error =>
  error instanceof FileFault ? error : new FileFault(`${what}: ${reasonOf(error)}.`, { cause: error })

const pathTo = (path: string): string[] => (path === dirname(path) ? [] : [...pathTo(dirname(path)), path])

const isDangling = (path: string) =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true && !existsSync(path)

/** A link that leads nowhere is a mistake, such as a volume that is not mounted: following it would create a file elsewhere. */
export const refuseDanglingLinks = (path: string) => {
  const link = pathTo(path).find(isDangling)
  if (link) throw new FileFault(`${link} is a symbolic link to ${readlinkSync(link)}, which does not exist.`)
}

/** What is at that path; undefined when nothing is. @throws FileFault if it is unknown, or if a link leads nowhere */
export const statsOf = (path: string): Stats | undefined => {
  try {
    refuseDanglingLinks(path)
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    throw faultOf(`Can't read ${path}`, error)
  }
}

/** @throws FileFault unless it is a regular file that this process may read */
export const checkReadable = (file: string) => {
  const stats = statsOf(file)
  if (!stats) throw new FileFault(`The file ${file} does not exist.`)
  if (stats.isDirectory()) throw new FileFault(`${file} is a folder. Give the path of a file.`)
  if (!stats.isFile()) throw new FileFault(`${file} isn't a regular file.`)
  try {
    accessSync(file, constants.R_OK)
  } catch (error) {
    throw faultOf(`Can't read ${file}`, error)
  }
}

const OWNER_ONLY = 0o700

/** Creates what is missing of a folder, for its owner alone; an existing folder keeps its permissions. */
export const createFolder = (folder: string) => {
  try {
    refuseDanglingLinks(folder)
    // one after the other: of a read-only volume, a recursive mkdir says that the folder does not exist
    for (const part of pathTo(folder)) if (!existsSync(part)) mkdirSync(part, { mode: OWNER_ONLY })
  } catch (error) {
    throw faultOf(`Can't create the folder ${folder}`, error)
  }
}
