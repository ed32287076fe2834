/** Finds the files of a folder that can contain descriptors. It reads nothing outside the folder and doesn't follow symbolic links. */
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { CommandError } from '../command.ts'
import { LIST } from '../export/folder.ts'

const MOST_BYTES = 2 * 1024 * 1024
const MOST_FILES = 100_000
const ENDING = /\.(?:ya?ml|json)$/i
/** Other folders that begin with a dot contain files of tools. */
const DOT_FOLDERS = ['.cortex', '.backstage']
const LEFT_OUT = ['node_modules']

const isEntered = (name: string) => !LEFT_OUT.includes(name) && (!name.startsWith('.') || DOT_FOLDERS.includes(name))

/** Paths in the folder, with slashes, in the same order on every system. */
export const filesIn = (root: string): string[] => {
  const found: string[] = []
  const waiting = ['']
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory() && isEntered(entry.name)) waiting.push(path)
      if (entry.isFile() && ENDING.test(entry.name) && entry.name !== LIST) found.push(path)
    }
    if (found.length > MOST_FILES)
      throw new CommandError(
        `The folder has more than ${MOST_FILES.toLocaleString('en')} files. Import its subfolders one at a time.`,
      )
  }
  return found.sort()
}

/** The path in the folder of a file that another file refers to; undefined if it is outside the folder or isn't a file. */
export const fileWithin = (root: string, path: string): string | undefined => {
  const home = realpathSync(root)
  try {
    const real = realpathSync(join(home, path))
    return real.startsWith(home + sep) && lstatSync(real).isFile()
      ? relative(home, real).replaceAll(sep, '/')
      : undefined
  } catch {
    return undefined
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true })

export type FileText = { readonly text: string } | { readonly fault: string }

export const textOfFile = (root: string, path: string): FileText => {
  try {
    const file = join(root, path)
    if (statSync(file).size > 10 * MOST_BYTES) return { fault: 'The file has more than 20 MB.' }
    return { text: decoder.decode(readFileSync(file)) }
  } catch (error) {
    const isEncoding = error instanceof TypeError
    return { fault: isEncoding ? "The file isn't valid UTF-8." : "The file can't be read." }
  }
}
