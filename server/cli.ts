/** The command `portico`: works on the database beside a running server. What scripts need goes to stdout, everything else to stderr. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import pino from 'pino'
import { backupDatabase, restoreDatabase, switchOutbound } from './commands/backup.ts'
import { checkStored } from './commands/check.ts'
import { type Beside, connected } from './commands/client/connect.ts'
import { CommandError } from './commands/command.ts'
import { endAllCredentials } from './commands/end-all.ts'
import { exportFolder } from './commands/export/export.ts'
import { checkFormat, findIn, importFound } from './commands/import/import.ts'
import { showJobs } from './commands/jobs.ts'
import { login } from './commands/login.ts'
import { migrateDatabase } from './commands/migrate.ts'
import { createPersonalToken } from './commands/token.ts'
import { checkStrings } from './commands/token-check.ts'
import { createUser, makeResetLink } from './commands/user.ts'
import { ConfigError, callerFolder, environment, readConfig } from './config.ts'

const HELP = `Usage: portico COMMAND

  serve                                  run the server
  migrate                                bring the database up to date
  user create --email E --name N --role R [--password-stdin]
                                         create a person; without a password, print an invitation link
  user reset-link --email E              print a link with which the person sets a new password
  token create --email E --name N [--description D] [--expires 2027-01-31 --time-zone Europe/Berlin]
                                         create a personal token of that person and print only its secret
  login URL [--workspace NAME]           sign in with a code in the browser; the token is stored in ~/.cortex/config
  import FOLDER [--dry-run] [--format table|json] [--url URL | --workspace NAME | --as EMAIL]
                                         create and update entities from descriptors and Backstage catalogs: over HTTP with the token
                                         in PORTICO_TOKEN or from portico login, or on the database of this machine as a person
  export FOLDER [--delete] [--yes] [--url URL | --workspace NAME | --as EMAIL]
                                         write every descriptor to a file; with --delete, remove files of earlier exports whose
                                         entities no longer exist; with --yes, also replace files that no export wrote
  token check STRING…                    tell for each string whether it could be a secret of Portico, without a database;
                                         - reads them from standard input, one per line
  backup FILE                            copy the SQLite database to FILE while it is in use
  restore FILE [--as-copy]               replace the SQLite database with the backup FILE; what ended since the backup stays
                                         ended. With --as-copy, for another system: everything ends, mail and webhooks are off
  check                                  list stored rows that break a rule of this version, such as dates after the
                                         year 9999; they stay readable
  jobs                                   list background work: lane, key, state, progress, attempts, when it is due
  credentials end-all [--yes]            revoke every token, key, session and link
  outbound on | off                      turn mail and webhooks on or off

Settings come from the environment; docs/configure.md lists them.
`

const option = { type: 'string' } as const
const options = {
  email: option,
  name: option,
  role: option,
  description: option,
  expires: option,
  'time-zone': option,
  workspace: option,
  url: option,
  as: option,
  format: option,
  'dry-run': { type: 'boolean' },
  delete: { type: 'boolean' },
  'password-stdin': { type: 'boolean' },
  'as-copy': { type: 'boolean' },
  yes: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const parse = (args: string[]) => {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : error}\n\n${HELP}`)
  }
}

const inCallerFolder = (file: string | undefined) => {
  if (!file) throw new CommandError('FILE is required.')
  if (file.endsWith('/')) throw new CommandError(`${file} is a folder. Give the path of a file in it.`)
  return resolve(callerFolder(), file)
}

const folderOf = (folder: string | undefined) => {
  if (!folder) throw new CommandError('FOLDER is required.')
  return resolve(callerFolder(), folder)
}

/** Loaded by the commands that need them. */
const slices = async () => (await import('./slices.ts')).SLICES

/** The app without a listener, for commands that act as a person on the database. */
const BESIDE: Beside = {
  slices,
  config: () => readConfig(environment()),
  start: async (database, config) => {
    const { buildApp } = await import('./app.ts')
    const log = pino({ level: 'error', base: null }, pino.destination(2))
    const app = await buildApp({ database, config, clock: Date.now, log })
    return {
      inject: async ({ method, path, body, type }, token) => {
        const headers = { authorization: `Bearer ${token}`, ...(type === undefined ? {} : { 'content-type': type }) }
        const sent = { method, url: path, headers, ...(body === undefined ? {} : { payload: body }) }
        const { statusCode, body: text } = await app.http.inject(sent)
        return { status: statusCode, text, retryAfter: undefined }
      },
      close: async () => {
        await app.flush()
        await app.close(0)
      },
    }
  },
}

type Values = ReturnType<typeof parse>['values']

/** Imports or exports a folder. */
const exchange = async (command: 'import' | 'export', folder: string | undefined, values: Values) => {
  const path = folderOf(folder)
  const { format = 'table', 'dry-run': dryRun = false, delete: deleteOthers = false, yes: overwrite = false } = values
  checkFormat(format)
  const { url, workspace, as } = values
  const choice = { url, workspace, as, token: environment().PORTICO_TOKEN || undefined }
  if (command === 'export')
    return connected(choice, BESIDE, send => exportFolder(send, path, { deleteOthers, overwrite }))
  const found = findIn(path)
  return connected(choice, BESIDE, send => importFound(send, found, { dryRun, format }))
}

const run = async (args: string[]) => {
  const { values, positionals } = parse(args)
  const [command = '', next, ...rest] = positionals
  if (values.help || command === '' || command === 'help') return process.stdout.write(HELP)
  const env = environment()
  if (command === 'serve') return (await import('./serve.ts')).serve(env)
  const two = `${command} ${next ?? ''}`.trim()
  if (two === 'token check') return checkStrings(rest)
  if (command === 'login') return login(next, values.workspace)
  if (command === 'import' || command === 'export') return exchange(command, next, values)
  const config = readConfig(env)
  if (command === 'migrate') return migrateDatabase(config)
  if (command === 'check') return checkStored(config, await slices())
  if (command === 'jobs') return showJobs(config)
  if (command === 'backup') return backupDatabase(config, inCallerFolder(next))
  if (command === 'restore') return restoreDatabase(config, inCallerFolder(next), values['as-copy'] ?? false)
  if (command === 'outbound') return switchOutbound(config, next)
  if (two === 'credentials end-all') return endAllCredentials(config, values.yes ?? false)
  if (two === 'user create') return createUser(config, values, values['password-stdin'] ?? false)
  if (two === 'user reset-link') return makeResetLink(config, values)
  if (two === 'token create') {
    const asked = { ...values, timeZone: values['time-zone'] }
    return createPersonalToken(config, asked, await slices())
  }
  throw new CommandError(`Unknown command "${two}".\n\n${HELP}`)
}

const isExpected = (error: unknown): error is Error =>
  error instanceof CommandError || error instanceof ConfigError || (error instanceof Error && 'details' in error)

run(process.argv.slice(2)).catch(error => {
  const details = isExpected(error) && 'details' in error ? String(error.details) : undefined
  process.stderr.write(`${details ?? (error instanceof Error ? error.message : error)}\n`)
  process.exitCode = 1
})
