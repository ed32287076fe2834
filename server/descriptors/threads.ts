/**
 * Runs slow pure functions beside the event loop: half a megabyte of YAML takes a third of a second, and a hostile text
 * far more. A thread that takes too long or too much memory is ended, and only its own request fails.
 */
import { Worker } from 'node:worker_threads'
import { badRequest } from '../http/problems.ts'

/** What a thread is told, and what it answers; `task-thread.ts` is the other side. */
export type Order = { readonly task: string; readonly args: readonly unknown[] }
export type Outcome = { readonly value: unknown } | { readonly error: string }

export type Limits = { readonly threads: number; readonly timeoutMs: number; readonly memoryMb: number }

const DEFAULTS: Limits = { threads: 2, timeoutMs: 10_000, memoryMb: 1024 }

const tooMuch = () => badRequest('This document takes too long to read. Make it smaller or simpler.', 'body')

type Job = { order: Order; settle: (outcome: Outcome) => void; fail: (problem: Error) => void }

/** A few threads, started when they are first needed, that take one order at a time. */
export class Threads {
  readonly #file: URL
  readonly #limits: Limits
  readonly #waiting: Job[] = []
  readonly #idle: Worker[] = []
  #started = 0
  /** `file` is a module that calls `answerTasks`. */
  constructor(file: URL, limits: Partial<Limits> = {}) {
    this.#file = file
    this.#limits = { ...DEFAULTS, ...limits }
  }

  /**
   * Runs a task of the module; arguments and answer must be plain data. What it answers is declared where it is called.
   * @throws Problem 400 when it takes too long or too much memory
   */
  run<T>(task: string, ...args: readonly unknown[]): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const settle = (outcome: Outcome) =>
        'error' in outcome ? reject(new Error(`${task}: ${outcome.error}`)) : resolve(outcome.value as T) // declared there
      this.#waiting.push({ order: { task, args }, settle, fail: reject })
      this.#next()
    })
  }

  #next() {
    if (this.#waiting.length === 0) return
    const worker = this.#idle.pop() ?? (this.#started < this.#limits.threads ? this.#start() : undefined)
    const job = worker && this.#waiting.shift()
    if (worker && job) this.#give(worker, job)
  }

  #start(): Worker {
    this.#started++
    return new Worker(this.#file, { resourceLimits: { maxOldGenerationSizeMb: this.#limits.memoryMb } })
  }

  #give(worker: Worker, job: Job) {
    const done = (isAlive: boolean) => {
      clearTimeout(timer)
      worker.off('message', answer).off('error', giveUp)
      if (isAlive) this.#rest(worker)
      else this.#end(worker)
      this.#next()
    }
    const answer = (outcome: Outcome) => {
      done(true)
      job.settle(outcome)
    }
    const giveUp = () => {
      done(false)
      job.fail(tooMuch())
    }
    const timer = setTimeout(giveUp, this.#limits.timeoutMs)
    worker.ref()
    worker.on('message', answer).on('error', giveUp).postMessage(job.order)
  }

  /** An idle thread keeps no process alive. */
  #rest(worker: Worker) {
    worker.unref()
    this.#idle.push(worker)
  }

  #end(worker: Worker) {
    this.#started--
    worker.on('error', () => {})
    worker.terminate()
  }
}
