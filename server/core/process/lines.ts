/**
 * Writes the log's lines without ever blocking the process. When nothing reads them, 1 MB waits; what comes after that is dropped
 * and counted, and a line says how many once they flow again.
 */
import { constants, openSync, writeSync } from 'node:fs'

export type Lines = {
  /** Lines are written together, within a second: a separate write for each would cost more than the request. */
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
  `${JSON.stringify({ level: 40, time: Date.now(), dropped: count, msg: 'log lines were dropped because nothing read them' })}\n`

/** Text becomes bytes where only some of it was taken: nearly always all of it is. */
type Rest = string | Uint8Array

const restAfter = (rest: Rest, written: number): Rest => {
  if (written === Buffer.byteLength(rest)) return ''
  return (typeof rest === 'string' ? Buffer.from(rest) : rest).subarray(written)
}

/** Returns how many bytes were taken, and throws EAGAIN instead of waiting. */
type Write = (rest: Rest) => number

const NOTHING = { rest: '', lines: 0, reported: 0 } as const

/** What waits to be written. */
class Backlog {
  /** Bytes; of lines that were added last, their characters. */
  waiting = 0
  readonly #write: Write
  readonly #most: number
  #lines: string[] = []
  /** What is written next: what remains of it, and how many lines and reported lines it stands for. */
  #next: { rest: Rest; lines: number; reported: number } = { ...NOTHING }
  #dropped = 0
  constructor(write: Write, most: number) {
    this.#write = write
    this.#most = most
  }

  /** False: there was no room, and the line is dropped. */
  add(line: string): boolean {
    if (this.waiting + line.length > this.#most) {
      this.#dropped++
      return false
    }
    this.#lines.push(line)
    this.waiting += line.length
    return true
  }

  writeAll() {
    while (this.#next.rest.length > 0 || this.#lines.length > 0 || this.#dropped > 0) {
      if (this.#next.rest.length === 0) this.#take()
      const written = this.#write(this.#next.rest)
      this.#next.rest = restAfter(this.#next.rest, written)
      this.waiting -= written
    }
  }

  drop() {
    this.#dropped += this.#next.lines + this.#next.reported + this.#lines.length
    this.#lines = []
    this.#next = { ...NOTHING }
    this.waiting = 0
  }

  #take() {
    const rest = this.#lines.join('') + (this.#dropped > 0 ? droppedLine(this.#dropped) : '')
    this.#next = { rest, lines: this.#lines.length, reported: this.#dropped }
    this.#lines = []
    this.#dropped = 0
    this.waiting = Buffer.byteLength(rest)
  }
}

export const linesTo = (write: Write, mostWaiting = MOST_WAITING_BYTES): Lines => {
  const backlog = new Backlog(write, mostWaiting)
  let blocked = false
  let timer: NodeJS.Timeout | undefined

  const flushIn = (ms: number) => {
    timer ??= setTimeout(flush, ms).unref()
  }

  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    blocked = false
    try {
      backlog.writeAll()
    } catch (error) {
      blocked = true
      if (!isFull(error)) backlog.drop() // the reader is gone, or the disk is full
      flushIn(isFull(error) ? RETRY_MS : AT_THE_LATEST_MS)
    }
  }

  const add = (line: string) => {
    if (!backlog.add(line)) return
    if (!blocked && backlog.waiting >= TOGETHER_BYTES) flush()
    else flushIn(AT_THE_LATEST_MS)
  }

  const drain = async (withinMs: number) => {
    const end = performance.now() + withinMs
    flush()
    while (backlog.waiting > 0 && performance.now() < end) {
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
