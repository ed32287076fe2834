/** The log of tests: silent, except for errors that became a 500 because nothing declares them. */
import { inspect } from 'node:util'
import pino from 'pino'
import { isBug } from '../core/http/errors.ts'

const errorIn = (bound: unknown) =>
  typeof bound === 'object' && bound !== null && 'requestId' in bound && 'err' in bound ? bound.err : undefined

/** Prints such an error with its stack to stderr, where the answer says only that one occurred. */
export const bugLog = () =>
  pino({
    level: 'error',
    hooks: {
      logMethod: ([bound]) => {
        const error = errorIn(bound)
        if (error !== undefined && isBug(error))
          process.stderr.write(`A request was answered with 500 because of this error:\n${inspect(error)}\n`)
      },
    },
  })
