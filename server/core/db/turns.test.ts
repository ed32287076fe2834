import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as soon } from 'node:timers/promises'
import { Unavailable } from './failures.ts'
import { instant, turns } from './turns.ts'

const later = () => instant() + 60_000

/** Callers that enter in their order and note it. */
const crowd = ({ enter }: ReturnType<typeof turns>) => {
  const entered: string[] = []
  const come = async (name: string, first = false) => {
    const turn = await enter('row', later(), first)
    entered.push(name)
    return turn
  }
  return { entered, come }
}

test('everybody goes on at once until someone collides; then half as many, down to one', async () => {
  const { entered, come } = crowd(turns())
  const four = await Promise.all(['a', 'b', 'c', 'd'].map(name => come(name)))
  assert.equal(entered.length, 4)
  for (const turn of four) turn.collided()
  const next = [come('e'), come('f')]
  for (const turn of four.slice(1)) turn.leave()
  await soon()
  assert.equal(entered.length, 4, 'one is still on its way')
  four[0]?.leave()
  await soon()
  assert.deepEqual(entered.slice(4), ['e'])
  ;(await next[0])?.leave()
  await soon()
  assert.deepEqual(entered.slice(4), ['e', 'f'])
})

test('who collided comes before those who wait already', async () => {
  const { entered, come } = crowd(turns({ atOnce: 1 }))
  const one = await come('one')
  const waiting = [come('newcomer'), come('collided', true)]
  one.leave()
  ;(await waiting[1])?.leave()
  await waiting[0]
  assert.deepEqual(entered, ['one', 'collided', 'newcomer'])
})

test('one collision among many successes does not make everybody wait in line', async () => {
  const { enter } = turns()
  const eight = () => Promise.all(Array.from({ length: 8 }, () => enter('collection', later())))
  const [first, ...others] = await eight()
  first?.collided()
  const fourAtOnce = Array.from({ length: 80 }, async () => {
    const turn = await enter('collection', later())
    turn.succeeded()
    turn.leave()
  })
  for (const turn of [...others, first]) turn?.leave()
  await Promise.all(fourAtOnce.slice(0, 70)) // some still wait, so what was found out is not forgotten
  assert.equal((await eight()).length, 8)
})

test('nobody waits longer than they may, and who gave up is passed over', async () => {
  const { enter } = turns({ atOnce: 1 })
  const one = await enter('row', later())
  await assert.rejects(enter('row', instant() + 5), new Unavailable('busy'))
  const patient = enter('row', later())
  one.leave()
  ;(await patient).leave()
  ;(await enter('row', later())).leave()
})

test('other keys are not affected', async () => {
  const { enter } = turns({ atOnce: 1 })
  await enter('row', later())
  await enter('another row', instant() + 1_000)
})
