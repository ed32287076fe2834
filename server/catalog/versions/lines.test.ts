import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countsOf, hunksOf, linesOf, partsBetween } from './lines.ts'
import { pack, unpack } from './packed.ts'

const text = fc
  .array(fc.constantFrom('a\n', 'b\n', 'c\n', 'name: x\n', '\n', '\r\n', 'ü 😀\n', 'end', '\ufefft\n'), {
    maxLength: 40,
  })
  .map(parts => parts.join(''))

test('the parts between two texts are the one text without what was added, and the other without what was removed', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = partsBetween(linesOf(before), linesOf(after))
      const without = (kind: string) => parts.flatMap(part => (part.kind === kind ? [] : part.lines)).join('')
      assert.equal(without('ADDED'), before)
      assert.equal(without('REMOVED'), after)
    }),
  )
})

test('hunks have every change, at its line in both texts, and no more unchanged lines than asked for', () => {
  fc.assert(
    fc.property(text, text, fc.integer({ min: 0, max: 5 }), (before, after, context) => {
      const [old, young] = [linesOf(before), linesOf(after)]
      const parts = partsBetween(old, young)
      const hunks = hunksOf(parts, context)
      const bare = (line: string | undefined) => line?.replace(/\n$/, '')
      let [added, removed] = [0, 0]
      for (const { beforeStart, afterStart, parts: inside } of hunks) {
        let [left, right] = [beforeStart - 1, afterStart - 1]
        assert.ok(
          inside.some(({ kind }) => kind !== 'SAME'),
          'a hunk changes something',
        )
        for (const { kind, lines } of inside)
          for (const line of lines) {
            if (kind !== 'ADDED') assert.equal(line, bare(old[left++]))
            if (kind !== 'REMOVED') assert.equal(line, bare(young[right++]))
            if (kind === 'ADDED') added++
            if (kind === 'REMOVED') removed++
          }
        for (const { kind, lines } of [inside[0], inside.at(-1)].flatMap(part => part ?? []))
          assert.ok(kind !== 'SAME' || lines.length <= context)
      }
      assert.deepEqual({ added, removed }, countsOf(parts))
    }),
  )
})

test('texts with very many differences are compared less finely, and soon', () => {
  const lines = (word: string) => Array.from({ length: 50_000 }, (_, at) => `${word} ${at}\n`)
  const parts = partsBetween(['same\n', ...lines('a')], ['same\n', ...lines('b')])
  assert.deepEqual(
    parts.map(({ kind, lines }) => [kind, lines.length]),
    [
      ['SAME', 1],
      ['REMOVED', 50_000],
      ['ADDED', 50_000],
    ],
  )
})

test('a packed text is what it was, alone and against any other, and damage is found', () => {
  const any = fc.oneof(text, fc.string({ unit: 'grapheme', maxLength: 300 }))
  fc.assert(
    fc.property(any, any, fc.nat(), (one, base, at) => {
      assert.equal(unpack(pack(one)), one)
      const packed = pack(one, base)
      assert.equal(unpack(packed, base), one)
      const damaged = Buffer.from(packed)
      const place = at % damaged.length
      damaged[place] = (damaged[place] ?? 0) ^ 0x55
      const read = () => unpack(damaged, base)
      try {
        assert.equal(read(), one) // a bit of the header that says nothing
      } catch (error) {
        assert.ok(error instanceof Error && !(error instanceof assert.AssertionError), String(error))
      }
    }),
  )
})

test('of 2 MB that change in one line, a few bytes are stored', () => {
  const lines = Array.from(
    { length: 20_000 },
    (_, at) => `  - name: link-${at}-${Math.sin(at)}\n    url: https://example.com/${at}\n`,
  )
  const [before, after] = [lines.join(''), [...lines.slice(0, 9000), 'one: more\n', ...lines.slice(9000)].join('')]
  assert.ok(pack(after, before).length < 1000, `${pack(after, before).length} bytes`)
})
