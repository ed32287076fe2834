import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import type { Database } from '../core/db/database.ts'
import { eachDatabase, test, type World } from '../testing/world.ts'
import { endAll, sayEnded } from './end-all.ts'

const MANY = 1_700

const makeMany = async ({ database, person, token }: World) => {
  const owner = await person()
  const { cid } = await token(owner)
  await database.transaction(async db => {
    const one = await db.selectFrom('credentials').selectAll().where('cid', '=', cid).executeTakeFirstOrThrow()
    for (let at = 0; at < MANY - 1; at++)
      await db
        .insertInto('credentials')
        .values({ ...one, cid: `pt${String(at).padStart(16, '0')}` })
        .execute()
  })
}

eachDatabase('ending all credentials', world => {
  test('ends them a few hundred at a time, with an audit row each time, and lets others write in between', async () => {
    const { database, ...rest } = await world()
    await makeMany({ database, ...rest })
    let transactions = 0
    let written = 0
    let isEnding = true
    const write = async () => {
      while (isEnding) {
        const key = `write ${written}`
        await database.transaction(db => db.insertInto('settings').values({ key, value: 'x' }).execute())
        written++
        await setImmediate()
      }
    }
    const counting: Database = {
      ...database,
      transaction(work, options) {
        transactions++
        return database.transaction(work, options)
      },
    }
    const ending = endAll(counting, 1).finally(() => {
      isEnding = false
    })
    await Promise.all([ending, write()])
    const ended = await ending
    assert.match(sayEnded(ended), new RegExp(`^Ended ${MANY} tokens and keys, 1 sessions and 0 links`))
    assert.ok(transactions > MANY / 500, `${transactions} transactions`)
    assert.ok(written > transactions / 2, `${written} writes in between`)
    const left = await database.db.selectFrom('credentials').select('cid').where('ended_at', 'is', null).execute()
    assert.deepEqual(left, [])
    const rows = await database.db
      .selectFrom('audit_logs')
      .select('changes')
      .where('object_identifier', '=', 'all')
      .execute()
    const counts = rows.map(({ changes }) => JSON.parse(changes ?? '{}').credentials.before)
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      MANY,
    )
    assert.ok(Math.max(...counts) <= 500)
  })
})
