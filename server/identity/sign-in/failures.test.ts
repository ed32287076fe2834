import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'
import { failuresOf } from './failures.ts'
import { OTHER_PASSWORD, SAME_ORIGIN } from './testing.ts'

const HOUR = 3_600_000

const rowsOf = ({ database }: World, since: number) =>
  database.db
    .selectFrom('audit_logs')
    .selectAll()
    .where('reason', '=', 'unknown email')
    .where('at', '>=', since)
    .orderBy('address')
    .execute()

eachDatabase('failed sign-ins of people nobody knows', world => {
  test('are one row an hour for each address, with a count, and without what was typed', async () => {
    const here = await world()
    here.time.now += 2 * HOUR
    const typed = ['who.is.this@example.com', 'my-pasted-password', 'who.is.this@example.com']
    for (const email of typed)
      await here.request({
        method: 'POST',
        url: '/api/v1/auth/sign-in',
        body: { email, password: OTHER_PASSWORD },
        headers: SAME_ORIGIN,
        from: '198.51.100.7',
      })
    await here.app.flush()
    const rows = await rowsOf(here, here.time.now)
    assert.deepEqual(
      rows.map(({ action, object_type, object_identifier, outcome, count, address }) => [
        action,
        object_type,
        object_identifier,
        outcome,
        Number(count),
        address,
      ]),
      [['CREATE', 'SESSION', '(unknown)', 'FAILED', 3, '198.51.100.7']],
    )
    const all = JSON.stringify(await here.database.db.selectFrom('audit_logs').selectAll().execute())
    for (const text of typed) assert.ok(!all.includes(text), text)
  })

  test('are bounded however many addresses they come from', async () => {
    const here = await world()
    here.time.now += 2 * HOUR
    const failures = failuresOf(here.database)
    const { now } = here.time
    for (let n = 0; n < 3_000; n++)
      failures.recordStranger({ address: `10.9.${n >> 8}.${n & 255}`, requestId: 'r', now: now + n })
    for (let n = 0; n < 500; n++)
      failures.recordStranger({ address: `2001:db8:0:1::${n.toString(16)}`, requestId: 'r', now: now + n })
    await failures.flush()
    const rows = await rowsOf(here, now)
    assert.equal(rows.length, 1_001)
    const others = rows.find(({ address }) => address === '(others)')
    assert.equal(Number(others?.count), 2_500)
    failures.recordStranger({ address: '10.9.99.99', requestId: 'r', now: now + HOUR })
    await failures.flush()
    assert.equal((await rowsOf(here, now + HOUR)).length, 1, 'another hour has room again')
  })
})
