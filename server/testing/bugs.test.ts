import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outcomeUnknown, unavailable } from '../core/problems/problems.ts'
import { bugLog } from './bugs.ts'
import { eachDatabase } from './world.ts'

/** What is written to stderr in the meantime. */
const saidBy = async (work: () => unknown) => {
  const { write } = process.stderr
  const texts: string[] = []
  process.stderr.write = (text: string | Uint8Array) => {
    texts.push(String(text))
    return true
  }
  try {
    await work()
  } finally {
    process.stderr.write = write
  }
  return texts.join('')
}

test('a 500 or 503 that is declared, and what concerns no request, is not printed', async () => {
  const log = bugLog()
  const said = await saidBy(() => {
    for (const err of [outcomeUnknown(), unavailable('Busy.')]) log.error({ requestId: 'r', err }, 'request failed')
    log.error({ err: new Error('elsewhere') }, 'a row cannot be read')
    log.info({ requestId: 'r' })
  })
  assert.equal(said, '')
})

eachDatabase('an error that becomes a 500 in a test', world => {
  test('is printed with its name, message and stack', async () => {
    const { app, request } = await world()
    app.http.addHook('onRequest', async ({ url }) => {
      if (url === '/health/live?fail') throw new RangeError('planted')
    })
    let status = 0
    const said = await saidBy(async () => {
      status = (await request({ url: '/health/live?fail' })).status
    })
    assert.equal(status, 500)
    assert.match(said, /A request was answered with 500 because of this error:\nRangeError: planted\n +at /)
  })
})
