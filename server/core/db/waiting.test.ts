import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OTHERS, waitingRows } from './waiting.ts'

type Row = { who: string; what: string; count: number }

const rows = (most: number) =>
  waitingRows<Row>({
    most,
    keyOf: ({ who, what }) => `${who} ${what}`,
    add: (into, { count }) => {
      into.count += count
    },
    coarser: row => {
      if (row.what !== OTHERS) return { ...row, what: OTHERS }
      return row.who === OTHERS ? undefined : { ...row, who: OTHERS }
    },
  })

const total = (all: readonly Row[]) => all.reduce((sum, { count }) => sum + count, 0)

test('rows that wait never become more than their limit, everything is counted, and the newest are whole', () => {
  const waiting = rows(50)
  for (let n = 0; n < 10_000; n++) {
    waiting.put({ who: `person ${n % 200}`, what: `page ${n}`, count: 1 })
    assert.ok(waiting.size() <= 50, `${waiting.size()} rows after ${n}`)
  }
  const all = waiting.take()
  assert.equal(total(all), 10_000)
  assert.equal(all.find(({ what }) => what === 'page 9999')?.count, 1)
  assert.ok(all.some(({ who, what }) => who === OTHERS && what === OTHERS))
  assert.equal(waiting.size(), 0)
})

test('rows that could not be stored are the oldest again, and are added to what is alike', () => {
  const waiting = rows(3)
  waiting.put({ who: 'ada', what: 'first', count: 1 })
  waiting.put({ who: 'ada', what: 'second', count: 1 })
  const taken = waiting.take()
  waiting.put({ who: 'ada', what: 'second', count: 5 })
  waiting.put({ who: 'ada', what: 'third', count: 1 })
  waiting.putBack(taken)
  assert.deepEqual(
    waiting.take().map(({ what, count }) => [what, count]),
    [
      ['first', 1],
      ['second', 6],
      ['third', 1],
    ],
  )
})
