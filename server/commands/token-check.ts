/** Tells secrets of Portico from lookalikes by their checksum alone: offline, and without ever printing one whole. */
import { text } from 'node:stream/consumers'
import { isWellFormed, last4Of, PREFIXES } from '../core/secrets/secret.ts'
import { CommandError, print } from './command.ts'

const SHOWN = 4

const verdict = (string: string): string => {
  if (!isWellFormed(string)) return `${string.slice(0, SHOWN)}…: not a secret of Portico`
  const noun = string.startsWith(PREFIXES.personal) ? 'a personal token' : 'an API key'
  return `…${last4Of(string)}: could be ${noun} of Portico. Treat it as leaked: see docs/leaks.md`
}

const linesOfInput = async () =>
  (await text(process.stdin))
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')

/** Ends with 1 when none of the strings could be one. @throws CommandError without any string */
export const checkStrings = async (given: readonly string[]) => {
  const strings = given.includes('-') ? [...given.filter(string => string !== '-'), ...(await linesOfInput())] : given
  if (strings.length === 0) throw new CommandError('Give the strings to check, or - to read them from standard input.')
  for (const string of strings) print(verdict(string))
  if (!strings.some(isWellFormed)) process.exitCode = 1
}
