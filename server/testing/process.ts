/** The real server as a process of its own, on a folder and a port of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { rmSync } from 'node:fs'
import { createServer, Socket } from 'node:net'
import { join } from 'node:path'
import { newFolder } from './folder.ts'

const MAIN = join(import.meta.dirname, '../main.ts')
const START_TIMEOUT_MS = 60_000

/** Below the ports that the system itself hands out, so that no outgoing connection takes one before the server has it. */
const FIRST_PORT = 10_000
const PORTS = 20_000

const isFree = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const probe = createServer().once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })

/** A port for a server that must know it before it listens. */
export const freePort = async (): Promise<string> => {
  for (;;) {
    const port = FIRST_PORT + randomInt(PORTS)
    if (await isFree(port)) return String(port)
  }
}

export type RunningServer = {
  readonly url: string
  readonly folder: string
  readonly env: Record<string, string>
  readonly process: ChildProcess
  /** Everything it wrote so far. */
  readonly output: () => string
  /** The one-time set-up link it printed. */
  readonly setUpLink: () => string
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>
  readonly remove: () => void
}

const untilReady = (child: ChildProcess, output: () => string) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server did not start:\n${output()}`)), START_TIMEOUT_MS)
    child.stdout?.on('data', () => {
      if (!/Portico is ready/.test(output())) return
      clearTimeout(timer)
      resolve()
    })
    child.once('exit', code => {
      clearTimeout(timer)
      reject(new Error(`the server ended with ${code}:\n${output()}`))
    })
  })

/** A test that fails before it stops its server neither waits for it nor leaves it behind. */
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

const tieToThisProcess = (child: ChildProcess) => {
  running.add(child)
  child.once('exit', () => running.delete(child))
  child.unref()
  for (const stream of [child.stdout, child.stderr]) if (stream instanceof Socket) stream.unref()
}

export const startServer = async (extra: Record<string, string> = {}): Promise<RunningServer> => {
  const port = extra.PORTICO_PORT ?? (await freePort())
  const folder = extra.PORTICO_DATA ?? newFolder('portico-process-')
  const url = extra.PORTICO_PUBLIC_URL ?? `http://localhost:${port}`
  const env = {
    PORTICO_PORT: port,
    PORTICO_DATA: folder,
    PORTICO_METRICS_PORT: '0',
    PORTICO_DRAIN_SECONDS: '0',
    ...extra,
  }
  const child = spawn(process.execPath, [MAIN], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  tieToThisProcess(child)
  let written = ''
  const gather = (chunk: Buffer) => {
    written += chunk
  }
  child.stdout.on('data', gather)
  child.stderr.on('data', gather)
  const output = () => written
  const remove = () => rmSync(folder, { recursive: true, force: true })
  await untilReady(child, output).catch(error => {
    if (!extra.PORTICO_DATA) remove()
    throw error
  })
  return {
    url,
    folder,
    env,
    process: child,
    output,
    setUpLink: () => /https?:\S+\/set-up#\S+/.exec(written)?.[0] ?? '',
    stop: (signal = 'SIGTERM') =>
      new Promise(resolve => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode)
        child.ref()
        child.once('exit', resolve)
        child.kill(signal)
      }),
    remove,
  }
}
