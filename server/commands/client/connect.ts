/** Connects a command to a server over HTTP with a personal token, or to the database on this machine as a person. */
import type { Config } from '../../config.ts'
import type { Database } from '../../core/db/database.ts'
import type { Slice } from '../../core/slices/slice.ts'
import { CommandError, tell, withDatabase } from '../command.ts'
import { readSection } from '../cortex-config.ts'
import { makePersonalToken } from '../token.ts'
import { originFrom, overHttp, patiently, type Request, type Response, type Send } from './send.ts'

export type Choice = {
  readonly url: string | undefined
  /** The section of ~/.cortex/config. */
  readonly workspace: string | undefined
  /** From the environment, because other people on the machine can see arguments. */
  readonly token: string | undefined
  /** The email of the person to act as, on the database. */
  readonly as: string | undefined
}

/** The app on the database of this machine, without a listener. */
export type Beside = {
  readonly slices: () => Promise<readonly Slice[]>
  readonly config: () => Config
  readonly start: (
    database: Database,
    config: Config,
  ) => Promise<{
    readonly inject: (request: Request, token: string) => Promise<Response>
    readonly close: () => Promise<void>
  }>
}

const EXAMPLE = '--url https://portico.example.com'
const NO_TOKEN =
  'No token found. Run portico login, set PORTICO_TOKEN, or add --as EMAIL to act as that person on the database of this machine.'

/** A stored token is sent only to the server that it was stored for. */
const storedLogin = ({ url, workspace = 'default' }: Choice) => {
  const { api_key: token, base_url: base } = readSection(workspace) ?? {}
  if (!token || !base) throw new CommandError(NO_TOKEN)
  const origin = originFrom(base, EXAMPLE)
  if (url !== undefined && originFrom(url, EXAMPLE) !== origin)
    throw new CommandError(
      `The token of [${workspace}] is for ${origin}. Run portico login ${url}, or set PORTICO_TOKEN.`,
    )
  return { origin, token }
}

const httpSender = (choice: Choice): Send => {
  if (choice.token === undefined) {
    const { origin, token } = storedLogin(choice)
    return overHttp(origin, token)
  }
  // the stored address may be that of another product's server
  const { url } = choice
  if (url === undefined) throw new CommandError(`--url is required with PORTICO_TOKEN, for example: ${EXAMPLE}`)
  return overHttp(originFrom(url, EXAMPLE), choice.token)
}

/** Tomorrow in UTC. The token is revoked at the end, and expires soon if that fails. */
const soon = () => ({ expires: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10), timeZone: 'UTC' })

type App = Awaited<ReturnType<Beside['start']>>

const withToken = async <T>(app: App, token: string, work: (send: Send) => Promise<T>): Promise<T> => {
  try {
    return await work(request => app.inject(request, token))
  } finally {
    const { status } = await app.inject({ method: 'DELETE', path: '/api/v1/auth/token/self' }, token)
    if (status >= 300) tell('The token of this command could not be revoked. It expires tomorrow.')
  }
}

/** The token is made once the app runs, which is what revokes it. */
const asPerson = async <T>(email: string, beside: Beside, work: (send: Send) => Promise<T>): Promise<T> => {
  const config = beside.config()
  return withDatabase(config, async database => {
    const app = await beside.start(database, config)
    try {
      const asked = { email, name: 'portico on the command line', ...soon() }
      const { secret } = await makePersonalToken(database, asked, { config, slices: await beside.slices() })
      return await withToken(app, secret, work)
    } finally {
      await app.close()
    }
  })
}

/** Runs the work with the person's permissions, and as that person in the audit log. @throws CommandError */
export const connected = async <T>(choice: Choice, beside: Beside, work: (send: Send) => Promise<T>): Promise<T> => {
  if (choice.as === undefined) return work(patiently(httpSender(choice)))
  if (choice.url !== undefined) throw new CommandError('Use either --as or --url, not both.')
  return asPerson(choice.as, beside, send => work(patiently(send)))
}
