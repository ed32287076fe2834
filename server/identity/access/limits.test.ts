import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networkOf } from '../../core/callers/addresses.ts'
import { holdBack, limitPerMinute, limitWithBackOff, waitInLine } from './limits.ts'

test('the limit lets so many through in a minute and says when the next may come', () => {
  const limit = limitPerMinute(3)
  assert.deepEqual(
    [1, 2, 3].map(() => limit.take('a', 0)),
    [undefined, undefined, undefined],
  )
  assert.equal(limit.take('a', 15_000), 45)
  assert.equal(limit.take('b', 15_000), undefined)
  assert.equal(limit.take('a', 60_000), undefined)
})

test('who goes on guessing waits a minute, then two, then four, a quarter of an hour at most, and is forgiven after a quiet hour', () => {
  const limit = limitWithBackOff(1)
  const MINUTE = 60_000
  let now = 0
  const waits = []
  for (let i = 0; i < 6; i++) {
    limit.take('a', now)
    const wait = limit.take('a', now) ?? 0
    waits.push(wait)
    assert.equal(limit.take('a', now + wait * 1000 - 1), 1, 'until the end')
    assert.equal(limit.take(`other-${i}`, now), undefined, 'others are not touched')
    now += wait * 1000
  }
  assert.deepEqual(waits, [60, 120, 240, 480, 900, 900])
  now += 60 * MINUTE
  limit.take('a', now)
  assert.equal(limit.take('a', now), 60)
  assert.equal(limit.take('a', 0), undefined, 'a clock that jumps back locks nobody out')
})

test('a clock that jumps back locks nobody out', () => {
  const limit = limitPerMinute(1)
  limit.take('a', 1_000_000)
  assert.equal(limit.take('a', 1_000_001), 60)
  assert.equal(limit.take('a', 0), undefined)
})

test('zero is no limit', () => {
  const limit = limitPerMinute(0)
  for (let i = 0; i < 100; i++) assert.equal(limit.take('a', 0), undefined)
})

test('a stranger with a million addresses costs a fixed amount of memory', () => {
  const limit = limitPerMinute(1, 100)
  for (let i = 0; i < 1_000_000; i++) limit.take(`10.${i}`, 0)
  assert.equal(limit.take('10.0', 0), undefined, 'the first was forgotten')
  assert.notEqual(limit.take('10.999999', 0), undefined, 'the last is remembered')
})

test('the addresses of one /64 count as one', () => {
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2')
  assert.equal(networkOf('2001:db8:1:2::9'), '2001:db8:1:2')
  assert.equal(networkOf('2001:db8::1'), '2001:db8:0:0')
  assert.equal(networkOf('::1'), '0:0:0:0')
  assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0')
  assert.equal(networkOf('10.1.2.3'), '10.1.2.3')
  assert.equal(networkOf('::ffff:10.1.2.3'), '10.1.2.3')
})

test('so many are held back at a time, and no more', async () => {
  const wait = holdBack(50, 2)
  const order: string[] = []
  const call = (name: string) => wait().then(() => order.push(name))
  await Promise.all([call('first'), call('second'), call('third')])
  assert.deepEqual(order, ['third', 'first', 'second'])
})

test('who waits in line goes on a few at a time, in order, and a full line holds nobody', async () => {
  const wait = waitInLine(2, 3)
  const order: string[] = []
  const turn = () => new Promise<void>(resolve => setImmediate(resolve))
  for (const name of ['a', 'b', 'c', 'beyond']) void wait().then(() => order.push(name))
  await turn()
  assert.deepEqual(order, ['beyond', 'a', 'b'])
  await turn()
  assert.deepEqual(order, ['beyond', 'a', 'b', 'c'])
  await wait()
})
