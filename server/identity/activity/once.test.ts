import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'
import { isFirstToday } from './once.ts'

const DAY = 86_400_000

eachDatabase('notifications at most once a day', open => {
  test('are due again after a day, and after a clock was days ahead', async () => {
    const { database } = await open()
    const ask = (now: number) => database.transaction(db => isFirstToday(db, 'key', now))
    assert.deepEqual([await ask(10 * DAY), await ask(10 * DAY + 1), await ask(11 * DAY)], [true, false, true])
    assert.equal(await ask(10 * DAY), false, 'a clock that went back a day repeats nothing')
    assert.equal(await ask(5 * DAY), true)
  })
})
