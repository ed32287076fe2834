/** The file where Cortex's command line reads its key: INI, a section a workspace. Everything else in it stays as it was. */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

const isSection = (line: string) => /^\s*\[.*\]\s*$/.test(line)
const isKey = (line: string, key: string) => new RegExp(`^\\s*${key}\\s*[=:]`, 'i').test(line)

/** The text with `values` in `[section]`, which is made where there is none; other sections, keys and comments stay. Pure. */
export const withSection = (text: string, section: string, values: Readonly<Record<string, string>>): string => {
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n')
  const written = Object.entries(values).map(([key, value]) => `${key} = ${value}`)
  const start = lines.findIndex(line => line.trim() === `[${section}]`)
  if (start === -1) return [...lines, ...(lines.length > 0 ? [''] : []), `[${section}]`, ...written, ''].join('\n')
  const next = lines.findIndex((line, i) => i > start && isSection(line))
  const end = next === -1 ? lines.length : next
  const kept = lines.slice(start + 1, end).filter(line => !Object.keys(values).some(key => isKey(line, key)))
  return [...lines.slice(0, start + 1), ...written, ...kept, ...lines.slice(end), ''].join('\n')
}

/** The values of `[section]` by their keys in lower case; undefined if the section doesn't exist. Pure. */
export const sectionIn = (text: string, section: string): Readonly<Record<string, string>> | undefined => {
  const lines = text.split(/\r?\n/)
  const start = lines.findIndex(line => line.trim() === `[${section}]`)
  if (start === -1) return undefined
  const next = lines.findIndex((line, at) => at > start && isSection(line))
  const own = lines.slice(start + 1, next === -1 ? lines.length : next)
  const pairs = own.flatMap(line => {
    const [, key, value] = /^\s*([^#;\s=:][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? []
    return key === undefined || value === undefined ? [] : [[key.toLowerCase(), value]]
  })
  return Object.fromEntries(pairs)
}

/** The file that `portico login` writes. */
export const configFile = () => join(homedir(), '.cortex', 'config')

/** The values of `[section]` in that file. */
export const readSection = (section: string) => {
  const file = configFile()
  return existsSync(file) ? sectionIn(readFileSync(file, 'utf8'), section) : undefined
}

/** Written beside it and moved into its place, so that it is never half there; only its owner can read it. */
export const writeSection = (file: string, section: string, values: Readonly<Record<string, string>>) => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const next = `${file}.new`
  writeFileSync(next, withSection(before, section, values), { mode: 0o600 })
  chmodSync(next, 0o600)
  renameSync(next, file)
}
