/** A folder of exported files. It keeps a list of the files that exports wrote, so that no other files are replaced or removed. */
import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as T from 'typebox'
import { Check } from 'typebox/value'
import { CommandError } from '../command.ts'

export const LIST = '.portico-export.json'

const Listed = T.Object({ files: T.Array(T.String()) })

const isOwnName = (name: string) => !/[/\\]/.test(name) && name.endsWith('.yaml')

const listedIn = (folder: string): string[] => {
  const file = join(folder, LIST)
  if (!existsSync(file)) return []
  try {
    const list: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (Check(Listed, list)) return list.files.filter(isOwnName)
  } catch {}
  throw new CommandError(`${LIST} in the folder can't be read. Remove it to start again.`)
}

/** Writes a new file and renames it, so that the file is never incomplete. An existing new file, such as a symbolic link, is removed first. */
const replace = (file: string, text: string) => {
  const next = `${file}.new`
  rmSync(next, { force: true })
  writeFileSync(next, text, { flag: 'wx' })
  renameSync(next, file)
}

const isSame = (file: string, text: string) => readFileSync(file).equals(Buffer.from(text))

export type Written = 'WRITTEN' | 'UNCHANGED' | 'REFUSED'

export class ExportFolder {
  readonly #folder: string
  readonly #before: Set<string>
  readonly #now = new Set<string>()
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true })
    this.#folder = folder
    this.#before = new Set(listedIn(folder))
  }

  /** REFUSED: a file that no export wrote has this name, or something that isn't a file. */
  write(name: string, text: string, overwrite: boolean): Written {
    const file = join(this.#folder, name)
    const there = lstatSync(file, { throwIfNoEntry: false })
    if (there && !there.isFile()) return 'REFUSED'
    const isOurs = this.#before.has(name)
    if (there && isSame(file, text)) {
      if (isOurs || overwrite) this.#now.add(name)
      return 'UNCHANGED'
    }
    if (there && !isOurs && !overwrite) return 'REFUSED'
    replace(file, text)
    this.#now.add(name)
    return 'WRITTEN'
  }

  /** Files of earlier exports whose entities no longer exist. */
  get left(): string[] {
    return [...this.#before].filter(name => !this.#now.has(name) && existsSync(join(this.#folder, name)))
  }

  /** Removes the files of earlier exports whose entities no longer exist. */
  removeLeft(): number {
    const gone = this.left
    for (const name of gone) rmSync(join(this.#folder, name))
    return gone.length
  }

  /** Called at the end, also if the export fails. */
  keepList() {
    const files = [...new Set([...this.#now, ...this.left])].toSorted()
    replace(join(this.#folder, LIST), `${JSON.stringify({ files }, null, 2)}\n`)
  }
}
