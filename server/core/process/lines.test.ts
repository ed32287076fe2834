import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linesTo } from './lines.ts'

const full = () => Object.assign(new Error('the pipe is full'), { code: 'EAGAIN' })

/** A pipe with room for so many bytes until someone reads it. */
const pipeOf = (room: number) => {
  const pipe = { got: '', room, fails: undefined as Error | undefined }
  const write = (rest: string | Uint8Array) => {
    if (pipe.fails) throw pipe.fails
    const bytes = Buffer.from(rest)
    const taken = Math.min(bytes.length, pipe.room)
    if (taken === 0) throw full()
    pipe.room -= taken
    pipe.got += Buffer.from(bytes.subarray(0, taken))
    return taken
  }
  return { pipe, write }
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}\n`)

test('lines are written together, in order, and a full pipe loses none while there is room in memory', async () => {
  const { pipe, write } = pipeOf(10)
  const lines = linesTo(write)
  for (const line of numbered(100)) lines.write(line)
  assert.equal(pipe.got, '')
  lines.flush()
  assert.equal(pipe.got, 'line 0\nlin')
  pipe.room = 1_000_000
  await lines.drain(1_000)
  assert.equal(pipe.got, numbered(100).join(''))
})

test('what has no room is dropped, and a line says how many once they flow again', async () => {
  const { pipe, write } = pipeOf(0)
  const lines = linesTo(write, 70)
  for (const line of numbered(20)) lines.write(line)
  lines.flush()
  pipe.room = 1_000_000
  await lines.drain(1_000)
  const [report, ...kept] = pipe.got.trim().split('\n').reverse()
  assert.deepEqual(kept.reverse().join('\n'), numbered(10).join('').trim())
  const { level, dropped } = JSON.parse(report ?? '')
  assert.deepEqual([level, dropped], [40, 10])
  lines.write('line 20\n')
  lines.flush()
  assert.match(pipe.got, /\nline 20\n$/)
})

test('a reader that is gone costs the lines, not the process, and they are counted', async () => {
  const { pipe, write } = pipeOf(1_000)
  const lines = linesTo(write)
  pipe.fails = Object.assign(new Error('nobody reads'), { code: 'EPIPE' })
  for (let round = 0; round < 3; round++) {
    for (const line of numbered(4)) lines.write(line)
    lines.flush()
  }
  await lines.drain(1_000)
  assert.equal(pipe.got, '')
  pipe.fails = undefined
  lines.write('back\n')
  lines.flush()
  const [first, report] = pipe.got.split('\n')
  assert.equal(first, 'back')
  assert.equal(JSON.parse(report ?? '').dropped, 12)
})

test('draining ends when its time is up', async () => {
  const { write } = pipeOf(0)
  const lines = linesTo(write)
  lines.write('never read\n')
  await lines.drain(60)
})
