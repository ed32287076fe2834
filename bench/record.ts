/** Records which SQLite statements the real app sends for one request and what it answers, so that the floor can do the same. */
import { StatementSync } from 'node:sqlite'
import pino from 'pino'
import { buildApp } from '../server/app.ts'
import { readConfig } from '../server/config.ts'
import { openSqlite } from '../server/core/db/sqlite.ts'
import type { Scenario } from './scenarios.ts'

export type Sent = { readonly sql: string; readonly params: readonly (string | number | null)[] }

export type Recording = {
  readonly statements: readonly Sent[]
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const KEPT =
  /^(content-security-policy|permissions-policy|x-content-type-options|referrer-policy|cross-origin-.*|content-type|cache-control)$/

/** Listens to every statement that this process runs. */
const listen = () => {
  let sent: Sent[] = []
  for (const method of ['all', 'run', 'get'] as const) {
    const original = StatementSync.prototype[method]
    StatementSync.prototype[method] = function (this: StatementSync, ...params: never[]) {
      sent.push({ sql: this.sourceSQL, params })
      return Reflect.apply(original, this, params)
    }
  }
  return () => {
    const taken = sent
    sent = []
    return taken
  }
}

/** One recording for each scenario, after a first request that warms everything up. */
export const record = async (file: string, scenarios: readonly Scenario[]): Promise<Recording[]> => {
  const database = openSqlite(file)
  const config = readConfig({ PORTICO_RATE_LIMIT: '0', PORTICO_GUESS_LIMIT: '0' })
  const app = await buildApp({ database, config, clock: Date.now, log: pino({ level: 'silent' }) })
  const take = listen()
  const recordings: Recording[] = []
  for (const { method, path, headers, body } of scenarios) {
    const ask = () =>
      app.http.inject({
        method,
        url: path,
        headers: { ...headers },
        ...(body === undefined ? {} : { payload: body(1) }),
      })
    await ask()
    take()
    const answer = await app.http.inject({
      method,
      url: path,
      headers: { ...headers },
      ...(body === undefined ? {} : { payload: body(2) }),
    })
    const kept = Object.entries(answer.headers).filter(([name]) => KEPT.test(name))
    recordings.push({
      statements: take(),
      status: answer.statusCode,
      headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
      body: answer.body,
    })
  }
  await app.http.close()
  await database.close()
  return recordings
}
