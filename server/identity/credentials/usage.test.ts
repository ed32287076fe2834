import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'
import { usageOf } from './usage.ts'

eachDatabase('last use', world => {
  test('while nothing can be stored, at most 20,000 credentials and sessions are remembered, those used last', async () => {
    const { database, time } = await world()
    let chunks = 0
    const transaction: typeof database.transaction = async () => {
      chunks++
      throw new Error('the disk is full')
    }
    const usage = usageOf({ ...database, transaction })
    for (let n = 0; n < 50_000; n++) {
      usage.credential({
        credential: { cid: `c-${n}`, last4: 'aaaa' },
        at: time.now + n,
        address: '::1',
        client: 'curl',
      })
      usage.session(`s-${n}`, time.now + n)
      if (n % 10_000 === 0) await assert.rejects(usage.flush())
    }
    usage.credential({
      credential: { cid: 'c-49999', last4: 'bbbb' },
      at: time.now + 60_000,
      address: '::1',
      client: 'curl',
    })
    await assert.rejects(usage.flush())
    assert.ok(chunks < 10, 'not tried again with each further use')
    const kept = Array.from({ length: 50_000 }, (_, n) => n).filter(n => usage.pending(`c-${n}`).length > 0)
    assert.deepEqual([kept.length, kept[0]], [20_000, 30_000])
    assert.deepEqual(
      usage.pending('c-49999').map(({ last4 }) => last4),
      ['aaaa', 'bbbb'],
    )
  })

  test('that could not be stored is stored later, unless there was a newer one in the meantime', async () => {
    const { database, time } = await world()
    let broken = true
    const transaction: typeof database.transaction = (work, options) =>
      broken ? Promise.reject(new Error('the disk is full')) : database.transaction(work, options)
    const usage = usageOf({ ...database, transaction })
    usage.credential({ credential: { cid: 'c-1', last4: 'aaaa' }, at: time.now, address: '10.0.0.1', client: 'curl' })
    usage.credential({ credential: { cid: 'c-2', last4: 'aaaa' }, at: time.now, address: '10.0.0.1', client: 'curl' })
    await assert.rejects(usage.flush())
    usage.credential({
      credential: { cid: 'c-2', last4: 'aaaa' },
      at: time.now + 1,
      address: '10.0.0.2',
      client: 'curl',
    })
    broken = false
    await usage.flush()
    const stored = await database.db
      .selectFrom('credential_uses')
      .select(['cid', 'last_used_at', 'last_used_address'])
      .where('cid', 'in', ['c-1', 'c-2'])
      .orderBy('cid')
      .execute()
    assert.deepEqual(
      stored.map(row => Object.values(row)),
      [
        ['c-1', time.now, '10.0.0.1'],
        ['c-2', time.now + 1, '10.0.0.2'],
      ],
    )
  })
})
