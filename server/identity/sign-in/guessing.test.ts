import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boundedMap } from '../../core/callers/windows.ts'
import { Problem } from '../../core/problems/problems.ts'
import { delayAfter, guessingOf } from './guessing.ts'

const ACCOUNT = 'ada@example.com'
const never = async () => false
const always = async () => true

const createGuessing = (perMinute = 0) => {
  const time = { now: 1_000_000 }
  const slept: number[] = []
  const sleep = async (ms: number) => {
    slept.push(ms)
    time.now += ms
  }
  return { time, slept, ...guessingOf({ clock: () => time.now, sleep, perMinute }) }
}

test('the first tries at an account are answered at once, the next later and later, never beyond four seconds', async () => {
  const { begin, slept } = createGuessing()
  for (let n = 0; n < 20; n++) await begin({ account: ACCOUNT, address: `10.0.0.${n}`, isKnownAddress: never })
  assert.deepEqual(slept.slice(0, 6), [250, 500, 1000, 2000, 4000, 4000])
  assert.equal(slept.length, 17)
  assert.equal(Math.max(...slept), 4000)
})

test('an account is never locked: after any number of tries the right password gets in', async () => {
  const { begin } = createGuessing()
  for (let n = 0; n < 500; n++) await begin({ account: ACCOUNT, address: '10.0.0.1', isKnownAddress: never })
  const right = await begin({ account: ACCOUNT, address: '10.0.0.2', isKnownAddress: never })
  assert.equal(typeof right, 'function')
})

test('an address from which the account was used before is not slowed by strangers, but by its own tries', async () => {
  const { begin, slept } = createGuessing()
  for (let n = 0; n < 30; n++) await begin({ account: ACCOUNT, address: '10.0.0.1', isKnownAddress: never })
  const before = slept.length
  for (let n = 0; n < 3; n++) await begin({ account: ACCOUNT, address: '192.0.2.7', isKnownAddress: always })
  assert.equal(slept.length, before)
  await begin({ account: ACCOUNT, address: '192.0.2.7', isKnownAddress: always })
  assert.equal(slept.length, before + 1)
})

test('right passwords do not add up to a delay', async () => {
  const { begin, slept } = createGuessing()
  for (let n = 0; n < 50; n++) (await begin({ account: ACCOUNT, address: '10.0.0.1', isKnownAddress: never }))()
  assert.deepEqual(slept, [])
})

test('a quarter of an hour of peace, and the account is as quick as before', async () => {
  const { begin, slept, time } = createGuessing()
  for (let n = 0; n < 10; n++) await begin({ account: ACCOUNT, address: '10.0.0.1', isKnownAddress: never })
  const before = slept.length
  time.now += 15 * 60_000
  await begin({ account: ACCOUNT, address: '10.0.0.1', isKnownAddress: never })
  assert.equal(slept.length, before)
})

test('patience in parallel is bounded: beyond twenty waiting, attempts at one account get 429', async () => {
  let letGo = () => {}
  const gate = new Promise<void>(resolve => {
    letGo = resolve
  })
  const { begin } = guessingOf({ clock: () => 1, sleep: () => gate, perMinute: 0 })
  const tries = Array.from({ length: 40 }, (_, n) =>
    begin({ account: ACCOUNT, address: `10.0.0.${n}`, isKnownAddress: never }),
  )
  letGo()
  const outcomes = await Promise.allSettled(tries)
  const refused = outcomes.flatMap(outcome => (outcome.status === 'rejected' ? [outcome.reason] : []))
  assert.equal(refused.length, 40 - 3 - 20)
  for (const problem of refused) assert.ok(problem instanceof Problem && problem.status === 429)
})

test('an address gets so many failed tries a minute, an IPv6 network as a whole, whatever the account', async () => {
  const { count, time } = createGuessing(5)
  const tryAs = (n: number) => count(`2001:db8:0:1::${n + 1}`)
  for (let n = 0; n < 5; n++) tryAs(n)
  assert.throws(
    () => tryAs(5),
    error => error instanceof Problem && error.status === 429 && error.extra.headers?.['retry-after'] === '60',
  )
  time.now += 60_000
  tryAs(6)
})

test('the delay grows and is bounded', () => {
  assert.deepEqual([0, 2, 3, 4, 7, 8, 1000].map(delayAfter), [0, 0, 250, 500, 4000, 4000, 4000])
})

test('memory is bounded: the oldest is forgotten', () => {
  const map = boundedMap<number>(100)
  for (let n = 0; n < 1000; n++) map.set(String(n), n)
  assert.equal(map.size(), 100)
  assert.equal(map.get('0'), undefined)
  assert.equal(map.get('999'), 999)
})
