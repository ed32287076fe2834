/** Folders for tests' databases: in memory where there is room, because waiting for a disk after each commit proves nothing here. */
import { mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const IN_MEMORY = '/dev/shm'
const LEAST_FREE_BYTES = 1024 ** 3

const hasRoom = (): boolean => {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY)
    return bavail * bsize >= LEAST_FREE_BYTES
  } catch {
    return false
  }
}

const root = process.env.TMPDIR === undefined && hasRoom() ? IN_MEMORY : tmpdir()

/** An empty folder of its own, which the caller removes. */
export const newFolder = (prefix: string): string => mkdtempSync(join(root, prefix))
