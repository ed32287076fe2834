/**
 * Runs slow functions beside the event loop: half a megabyte of YAML takes a third of a second, and a hostile text more. A thread
 * that takes too long or too much memory is ended, and only its own request fails. Callers take turns.
 */
import { Worker } from 'node:worker_threads'
import { reportUnreadable } from '../db/rows.ts'
import { badRequest, clientClosed, type Problem, unavailable } from '../problems/problems.ts'
import { errorFrom, type Failure } from './failure.ts'
import { FairQueue, type Room } from './fair-queue.ts'
import { sizeOf } from './size.ts'

/** The messages to a thread, and its answers; `task-thread.ts` is the other side. */
export type Order = { readonly task: string; readonly args: readonly unknown[] }
export type Outcome = ({ readonly value: unknown } | { readonly failure: Failure }) & {
  /** Rows that could not be read: each thread has a log of its own, and this one is kept. */
  readonly unreadable: readonly { readonly id: string; readonly stack: string }[]
}
/** What a thread says as it begins with an order: the milliseconds of CPU that it has used until then, most of them for its modules. */
export type Began = { readonly cpuMs: number }

/** A task with limits of its own. */
export type Task = {
  readonly name: string
  readonly cpuMs: number
  readonly tooMuch: Limits['tooMuch']
}

export type Limits = Room & {
  readonly threads: number
  /**
   * CPU time of a thread for one order, and as much again for each million characters, from when it begins with it. A busy machine
   * does not shorten it.
   */
  readonly cpuMs: number
  readonly memoryMb: number
  /** What is answered where an order took too much of either, and where too many wait. */
  readonly tooMuch: () => Problem
  readonly tooMany: () => Problem
}

const DEFAULTS: Limits = {
  threads: 2,
  cpuMs: 2_000,
  memoryMb: 1024,
  mostWaiting: 256,
  mostCharacters: 64 * 1024 * 1024,
  tooMuch: () => badRequest('This document takes too long to parse. Make it smaller or simpler.', 'body'),
  tooMany: () => unavailable('Too many documents are waiting to be parsed. Try again in a few seconds.'),
}
/** An order that takes a thread for long. Nobody is given the last free thread while another such order, or one of theirs, runs. */
const LARGE = 64 * 1024
const LOOK_AGAIN_MS = 50
/** Without a limit, V8 lets this grow to 48 MB for each thread and releases little of it. */
const YOUNG_MB = 12
/** However busy the machine is: nobody waits for an answer longer. */
const LONGEST_MS = 60_000

/** For whom an order is, and whether that caller still waits. */
export type Caller = {
  readonly who: string
  readonly signal?: AbortSignal | undefined
  /** Asked after a wait, in which authority may have ended. @throws Problem 401 or 403 */
  readonly stillAllowed?: (() => Promise<void>) | undefined
}

type Job = {
  readonly who: string
  readonly stillAllowed: Caller['stillAllowed']
  readonly size: number
  readonly order: Order
  readonly limits: Pick<Limits, 'cpuMs' | 'tooMuch'>
  readonly settle: (outcome: Outcome) => void
  readonly fail: (problem: Error) => void
  hasWaited: boolean
}

/** Milliseconds of CPU: what the thread had used before it began, and how many more it may use. */
type Watched = { readonly before: number; readonly most: number }

const mostOf = ({ size, limits }: Job) => limits.cpuMs * (1 + size / 1_000_000)

/** Milliseconds of CPU that the thread has used. */
const cpuOf = (worker: Worker): Promise<number> =>
  worker.cpuUsage().then(
    ({ user, system }) => (user + system) / 1000,
    () => 0,
  )

/** A few threads, started when they are first needed, that take one order at a time. */
export class Threads {
  readonly #file: URL
  readonly #workerData: unknown
  readonly #limits: Limits
  readonly #waiting: FairQueue<Job>
  readonly #running = new Set<Job>()
  readonly #idle: Worker[] = []
  /** `file` is a module that calls `answerTasks`; it finds `workerData`, plain data, under that name. */
  constructor(file: URL, limits: Partial<Limits> = {}, workerData?: unknown) {
    this.#file = file
    this.#workerData = workerData
    this.#limits = { ...DEFAULTS, ...limits }
    this.#waiting = new FairQueue(this.#limits)
  }

  /**
   * Runs a task of the module; arguments and answer must be plain data. What it answers is declared where it is called. A task that
   * is only named has the limits that all have.
   * @throws Problem 400 when it takes too long or too much memory, 499 when the caller hung up while it waited, 503 when too much waits
   */
  run<T>({ who, signal, stillAllowed }: Caller, wanted: string | Task, ...args: readonly unknown[]): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const [task, limits] = typeof wanted === 'string' ? [wanted, this.#limits] : [wanted.name, wanted]
    const settle = (outcome: Outcome) => {
      for (const { id, stack } of outcome.unreadable) reportUnreadable({ id, error: new Error(stack) })
      if ('failure' in outcome) reject(errorFrom(outcome.failure, task))
      else resolve(outcome.value as T) // declared where it is called
    }
    const job: Job = {
      who,
      size: sizeOf(args),
      order: { task, args },
      limits,
      stillAllowed,
      settle,
      fail: reject,
      hasWaited: false,
    }
    const hangUp = () => {
      if (this.#waiting.remove(job)) reject(clientClosed())
    }
    if (signal?.aborted) reject(clientClosed())
    else if (this.#waiting.add(job)) signal?.addEventListener('abort', hangUp, { once: true })
    else reject(this.#limits.tooMany())
    this.#next()
    if (this.#waiting.has(job)) job.hasWaited = true
    return promise.finally(() => signal?.removeEventListener('abort', hangUp))
  }

  /** Starts a thread, unless there is one: the first order then does not wait for its modules. */
  start() {
    if (this.#idle.length > 0 || this.#running.size > 0) return
    const worker = this.#start()
    worker.on('error', () => {
      const at = this.#idle.indexOf(worker)
      if (at >= 0) this.#idle.splice(at, 1)
    })
    this.#rest(worker)
  }

  #next() {
    const job = this.#waiting.take(waiting => this.#mayStart(waiting))
    if (!job) return
    this.#running.add(job)
    if (job.hasWaited && job.stillAllowed) this.#askFirst(job, job.stillAllowed)
    else this.#give(job)
    this.#next()
  }

  #askFirst(job: Job, stillAllowed: () => Promise<void>) {
    stillAllowed().then(
      () => this.#give(job),
      problem => {
        this.#running.delete(job)
        job.fail(problem)
        this.#next()
      },
    )
  }

  #mayStart({ who, size }: Job): boolean {
    const free = this.#limits.threads - this.#running.size
    const running = [...this.#running]
    const isSecond = running.some(other => other.who === who || (size > LARGE && other.size > LARGE))
    return free > (isSecond && this.#limits.threads > 1 ? 1 : 0)
  }

  #start(): Worker {
    const resourceLimits = { maxOldGenerationSizeMb: this.#limits.memoryMb, maxYoungGenerationSizeMb: YOUNG_MB }
    return new Worker(this.#file, { resourceLimits, workerData: this.#workerData })
  }

  #give(job: Job) {
    const worker = this.#idle.pop() ?? this.#start()
    let stopWatching = () => {}
    const done = (isAlive: boolean) => {
      clearTimeout(last)
      stopWatching()
      worker.off('message', hear).off('error', giveUp)
      this.#running.delete(job)
      if (isAlive) this.#rest(worker)
      else this.#end(worker)
      this.#next()
    }
    const hear = (message: Outcome | Began) => {
      if ('cpuMs' in message) {
        stopWatching = this.#watch(worker, { before: message.cpuMs, most: mostOf(job) }, giveUp)
        return
      }
      done(true)
      job.settle(message)
    }
    const giveUp = () => {
      done(false)
      job.fail(job.limits.tooMuch())
    }
    const last = setTimeout(giveUp, LONGEST_MS)
    worker.ref()
    worker.on('message', hear).on('error', giveUp).postMessage(job.order)
  }

  /** Gives up once the thread has used its time. Returns what ends the watch. */
  #watch(worker: Worker, { before, most }: Watched, giveUp: () => void): () => void {
    let isOver = false
    // no thread uses more time than passes, so that it is enough to look when what is left may have passed
    const look = async () => {
      const left = most - (await cpuOf(worker)) + before
      if (isOver) return
      if (left <= 0) giveUp()
      else timer = setTimeout(look, Math.max(left, LOOK_AGAIN_MS))
    }
    let timer = setTimeout(look, most)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }

  /** An idle thread keeps no process alive. */
  #rest(worker: Worker) {
    worker.unref()
    this.#idle.push(worker)
  }

  #end(worker: Worker) {
    worker.on('error', () => {})
    worker.terminate()
  }
}
