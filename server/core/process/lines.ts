/**
 * Writes the log's lines without ever blocking the process. When nothing reads them, 1 MB waits; what comes after that is dropped
 * and counted, and a line says how many once they flow again.
 */
import { constants, openSync, writeSync } from 'node:fs'

export type Lines = {
  /** Lines are written together, at the latest after a second: a write of its own for each would cost more than the request. */
  readonly write: (line: string) => void
  /** Writes what can be written now. */
  readonly flush: () => void
  /** Writes until nothing waits, but no longer than this. */
  readonly drain: (withinMs: number) => Promise<void>
}

const TOGETHER_BYTES = 12_288
const MOST_WAITING_BYTES = 1_048_576
const AT_THE_LATEST_MS = 1_000
const RETRY_MS = 50

const isFull = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EAGAIN'

const droppedLine = (count: number) =>
  `${JSON.stringify({ level: 40, time: Date.now(), dropped: count, msg: 'lines of the log were dropped: nothing read them' })}\n`

/** Text becomes bytes where only some of it was taken: nearly always all of it is. */
type Rest = string | Uint8Array

const restAfter = (rest: Rest, written: number): Rest => {
  if (written === Buffer.byteLength(rest)) return ''
  return (typeof rest === 'string' ? Buffer.from(rest) : rest).subarray(written)
}

/** @param write returns how many bytes were taken, and throws EAGAIN instead of waiting */
export const linesTo = (write: (rest: Rest) => number, mostWaiting = MOST_WAITING_BYTES): Lines => {
  let lines: string[] = []
  /** What is written next: what remains of it, and how many lines and reported lines it stands for. */
  let next: { rest: Rest; lines: number; reported: number } = { rest: '', lines: 0, reported: 0 }
  let waiting = 0
  let dropped = 0
  let blocked = false
  let timer: NodeJS.Timeout | undefined

  const flushIn = (ms: number) => {
    timer ??= setTimeout(flush, ms).unref()
  }

  const drop = () => {
    dropped += next.lines + next.reported + lines.length
    lines = []
    next = { rest: '', lines: 0, reported: 0 }
    waiting = 0
  }

  const take = () => {
    const rest = lines.join('') + (dropped > 0 ? droppedLine(dropped) : '')
    next = { rest, lines: lines.length, reported: dropped }
    lines = []
    dropped = 0
    waiting = Buffer.byteLength(rest)
  }

  const writeAll = () => {
    while (next.rest.length > 0 || lines.length > 0 || dropped > 0) {
      if (next.rest.length === 0) take()
      const written = write(next.rest)
      next.rest = restAfter(next.rest, written)
      waiting -= written
    }
  }

  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    blocked = false
    try {
      writeAll()
    } catch (error) {
      blocked = true
      if (!isFull(error)) drop() // the reader is gone, or the disk is full
      flushIn(isFull(error) ? RETRY_MS : AT_THE_LATEST_MS)
    }
  }

  const add = (line: string) => {
    if (waiting + line.length > mostWaiting) {
      dropped++
      return
    }
    lines.push(line)
    waiting += line.length
    if (!blocked && waiting >= TOGETHER_BYTES) flush()
    else flushIn(AT_THE_LATEST_MS)
  }

  const drain = async (withinMs: number) => {
    const end = performance.now() + withinMs
    flush()
    while (waiting > 0 && performance.now() < end) {
      await new Promise(resolve => setTimeout(resolve, RETRY_MS))
      flush()
    }
  }

  return { write: add, flush, drain }
}

/**
 * The descriptor of stdout, for writes that never wait. Node makes a pipe or socket non-blocking when `process.stdout` is first
 * asked for; a terminal is opened again, because its flags belong to the shell as well. Writes to a file do not wait for a reader.
 */
const stdoutDescriptor = (): number => {
  if (!process.stdout.isTTY) return 1
  try {
    return openSync('/proc/self/fd/1', constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch {
    return 1
  }
}

export const linesToStdout = (): Lines => {
  const descriptor = stdoutDescriptor()
  return linesTo(rest => (typeof rest === 'string' ? writeSync(descriptor, rest) : writeSync(descriptor, rest)))
}
