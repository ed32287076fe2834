/**
 * Writes the contract and an empty slice for one tag of a published OpenAPI document.
 * npm run scaffold -- TAG --from FILE [--wing WING] [--name NAME]
 */
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { DocumentError } from '../openapi/document.ts'
import { UsageError } from './list.ts'
import { run } from './run.ts'

const ask = async (question: string): Promise<string> => {
  const terminal = createInterface(process.stdin, process.stdout)
  const answer = await terminal.question(question)
  terminal.close()
  return answer.trim()
}

run(process.argv.slice(2), {
  root: join(import.meta.dirname, '../..'),
  from: process.env.INIT_CWD ?? process.cwd(),
  say: text => process.stdout.write(`${text}\n`),
  ...(process.stdin.isTTY ? { ask } : {}),
}).catch(error => {
  const isExpected = error instanceof UsageError || error instanceof DocumentError
  process.stderr.write(`${isExpected || !(error instanceof Error) ? (error?.message ?? error) : error.stack}\n`)
  process.exitCode = 1
})
