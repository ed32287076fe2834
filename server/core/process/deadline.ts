/** Deadlines of a process that is asked to end. */
import { spawn } from 'node:child_process'

/** Ends when the process it watches does: its stdin closes. */
const WATCHER = `
const [pid, ms] = process.argv.slice(1).map(Number)
process.stdin.on('end', () => process.exit()).resume()
setTimeout(() => {
  try { process.kill(pid, 'SIGKILL') } catch {}
  process.exit()
}, ms)`

/**
 * Kills this process after so many milliseconds, from a process of its own: a blocked event loop delays a timer, and a system
 * call that hangs delays even `process.exit`.
 */
export const killAfter = (ms: number): void => {
  const killItself = () => setTimeout(() => process.kill(process.pid, 'SIGKILL'), ms).unref()
  const watcher = spawn(process.execPath, ['-e', WATCHER, String(process.pid), String(ms)], {
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true, // Ctrl-C in a terminal reaches a whole process group
  })
  watcher.once('error', killItself).once('exit', killItself).unref() // it ends before this process only if it could not start
  watcher.stdin.on('error', () => {})
}

/** Resolves when the work is done, or when its time is up. @throws what the work throws in time */
export const within = async (ms: number, work: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const timeUp = new Promise<void>(resolve => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work, timeUp]).finally(() => clearTimeout(timer))
}
