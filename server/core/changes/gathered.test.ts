import assert from 'node:assert/strict'
import { eachDatabase, test } from '../../testing/world.ts'
import { ANONYMOUS } from '../callers/actor.ts'
import type { Database } from '../db/database.ts'
import { gathered } from './gathered.ts'

eachDatabase('rows gathered for the audit log', world => {
  const one = (objectIdentifier: string) => ({
    entry: { action: 'READ', objectType: 'PERSONAL_TOKEN', objectIdentifier } as const,
    reason: 'expired',
    circumstances: { actor: ANONYMOUS, address: '10.0.0.1', requestId: 'r', now: 1 },
    key: [],
  })

  test('nothing is lost when the database is away, and counts add up', async () => {
    const { database } = await world()
    let isAway = true
    const flaky: Database = {
      ...database,
      transaction: work => (isAway ? Promise.reject(new Error('away')) : database.transaction(work)),
    }
    const { record, flush } = gathered(flaky, 'REFUSED')
    for (const identifier of ['gather-a', 'gather-b', 'gather-b', 'gather-c']) record(one(identifier))
    await assert.rejects(flush())
    record(one('gather-c'))
    isAway = false
    await flush()
    const rows = await database.db
      .selectFrom('audit_logs')
      .select(['object_identifier', 'count'])
      .where('object_identifier', 'like', 'gather-%')
      .orderBy('object_identifier')
      .execute()
    assert.deepEqual(
      rows.map(row => [row.object_identifier, Number(row.count)]),
      [
        ['gather-a', 1],
        ['gather-b', 2],
        ['gather-c', 2],
      ],
    )
  })

  test('what is not a transaction cannot write', async () => {
    const { database } = await world()
    if (database.db.getExecutor().adapter.constructor.name !== 'SqliteAdapter') return
    await assert.rejects(database.db.deleteFrom('settings').execute(), /readonly|query_only/)
  })
})
