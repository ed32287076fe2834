/** Watches the event loop: how long it stood still, and how much of that was the work of this thread. */

const EVERY_MS = 10

export type Pause = { readonly milliseconds: number; readonly ours: number; readonly during: string }

/** `during` says what was under way, for the report. A noisy machine makes pauses too: only those that were mostly our CPU count. */
export const watchPauses = (longestMs: number, during: () => string) => {
  const pauses: Pause[] = []
  let at = performance.now()
  let cpu = process.threadCpuUsage()
  const look = () => {
    const now = performance.now()
    const used = process.threadCpuUsage(cpu)
    const ours = (used.user + used.system) / 1000
    const milliseconds = now - at - EVERY_MS
    if (milliseconds > longestMs && ours > milliseconds / 2) pauses.push({ milliseconds, ours, during: during() })
    at = now
    cpu = process.threadCpuUsage()
  }
  const timer = setInterval(look, EVERY_MS)
  return () => {
    look()
    clearInterval(timer)
    return pauses
  }
}
