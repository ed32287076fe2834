/** Child processes under measurement, and what they cost. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Measured = { readonly child: ChildProcess; readonly url: string; readonly stop: () => Promise<void> }

const root = join(import.meta.dirname, '..')

const started = (args: readonly string[], env: Record<string, string>, ready: RegExp, url: string): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const stop = () =>
      new Promise<void>(done => {
        child.once('exit', () => done())
        child.kill('SIGTERM')
      })
    child.once('exit', code => reject(new Error(`${args.join(' ')} ended with ${code}`)))
    child.stdout.on('data', chunk => {
      if (ready.test(String(chunk))) resolve({ child, url, stop })
    })
  })

/** The real server with its defaults, but for the limits that would stop the measuring. */
export const startPortico = (folder: string, port: number) =>
  started(
    ['server/main.ts'],
    { PORTICO_DATA: folder, PORTICO_PORT: String(port), PORTICO_RATE_LIMIT: '0', PORTICO_GUESS_LIMIT: '0' },
    /Portico is ready/,
    `http://127.0.0.1:${port}`,
  )

export const startFloor = (file: string, planFile: string, port: number) =>
  started(['bench/floor.ts', file, planFile, String(port)], {}, /floor is ready/, `http://127.0.0.1:${port}`)

const TICK_MS = 10

/** CPU time the process used so far, in milliseconds; 0 where the system does not say. */
export const cpuOf = ({ child }: Measured): number => {
  try {
    const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS
  } catch {
    return 0
  }
}
