/** Child processes under measurement, and what they cost. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export type Measured = {
  readonly child: ChildProcess
  readonly url: string
  /** What it has written to its standard output so far. */
  readonly output: () => string
  readonly stop: () => Promise<void>
}

/** Enough for what is written before a server is ready; its log goes on. */
const MOST_OUTPUT = 100_000

const root = join(import.meta.dirname, '..')

type Start = {
  readonly args: readonly string[]
  readonly env: Record<string, string>
  readonly ready: RegExp
  readonly url: string
}

const started = ({ args, env, ready, url }: Start, cwd = root): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const stop = () =>
      new Promise<void>(done => {
        child.once('exit', () => done())
        child.kill('SIGTERM')
      })
    child.once('exit', code => reject(new Error(`${args.join(' ')} ended with ${code}`)))
    let written = ''
    child.stdout.on('data', chunk => {
      if (written.length < MOST_OUTPUT) written += chunk
      if (ready.test(written)) resolve({ child, url, output: () => written, stop })
    })
  })

/** The real server with its defaults, but for the limits that would stop the measuring. */
export const startPortico = (folder: string, port: number) => startFrom(root, port, { PORTICO_DATA: folder })

/** What `npm start` gives to Node. */
const argumentsOf = (checkout: string): readonly string[] => {
  const { scripts } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'))
  return String(scripts.start)
    .replace(/.* exec node /, '')
    .split(' ')
}

/** The server of any checkout. */
export const startFrom = (checkout: string, port: number, env: Record<string, string>) =>
  started(
    {
      args: argumentsOf(checkout),
      env: { PORTICO_PORT: String(port), PORTICO_RATE_LIMIT: '0', PORTICO_GUESS_LIMIT: '0', ...env },
      ready: /Portico is ready/,
      url: `http://127.0.0.1:${port}`,
    },
    checkout,
  )

export const startFloor = (file: string, planFile: string, port: number) =>
  started({
    args: ['bench/floor.ts', file, planFile, String(port)],
    env: {},
    ready: /floor is ready/,
    url: `http://127.0.0.1:${port}`,
  })

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

const LOOK_MS = 500
const QUIET_MS = 20
const LONGEST_LOOKS = 60

/** Once it does nothing unasked: after its start it checks what is stored, which no request should be charged with. */
export const quiet = async (target: Measured): Promise<void> => {
  let before = cpuOf(target)
  for (let look = 0; look < LONGEST_LOOKS; look++) {
    await sleep(LOOK_MS)
    const now = cpuOf(target)
    if (now - before <= QUIET_MS) return
    before = now
  }
}
