/** Records which SQLite statements the real app sends for one request and what it answers, so that the floor can do the same. */
import { StatementSync } from 'node:sqlite'
import pino from 'pino'
import { type App, buildApp } from '../server/app.ts'
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

const recordingOf = async (
  app: App,
  { method, path, headers, body }: Scenario,
  take: () => Sent[],
): Promise<Recording> => {
  const ask = (n: number) =>
    app.http.inject({ method, url: path, headers: { ...headers }, ...(body && { payload: body(n) }) })
  await ask(1)
  take()
  const answer = await ask(2)
  const kept = Object.entries(answer.headers).filter(([name]) => KEPT.test(name))
  return {
    statements: take(),
    status: answer.statusCode,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
    body: answer.body,
  }
}

/** One recording for each scenario, after a first request that warms everything up; writes first, because reads answer what they wrote. */
export const record = async (file: string, scenarios: readonly Scenario[]): Promise<Recording[]> => {
  const database = openSqlite(file)
  const config = readConfig({ PORTICO_RATE_LIMIT: '0', PORTICO_GUESS_LIMIT: '0' })
  const app = await buildApp({ database, config, clock: Date.now, log: pino({ level: 'silent' }) })
  const take = listen()
  const recordings = new Map<Scenario, Recording>()
  for (const scenario of scenarios.toSorted((a, b) => Number(!a.body) - Number(!b.body)))
    recordings.set(scenario, await recordingOf(app, scenario, take))
  await app.http.close()
  await database.close()
  return scenarios.flatMap(scenario => recordings.get(scenario) ?? [])
}
