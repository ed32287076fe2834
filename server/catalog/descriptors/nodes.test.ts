import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { parseDocument } from './document.ts'
import { jsonText } from './json.ts'

const jsonOf = (text: string) => {
  const { document, violations } = parseDocument(text)
  assert.deepEqual(violations, [])
  assert.ok(document)
  return JSON.parse(jsonText(document)).x
}

suite('merge keys', () => {
  for (const version of ['', '%YAML 1.1\n---\n']) {
    const read = (text: string) => jsonOf(version + text)
    const name = version === '' ? '' : ' under %YAML 1.1'
    test(`bring in a map, and the own keys win wherever they stand${name}`, () => {
      const expected = { a: 1, b: 'own', c: 'own' }
      assert.deepEqual(read('m: &m {a: 1, b: 2}\nx:\n  <<: *m\n  b: own\n  c: own\n'), expected)
      assert.deepEqual(read('m: &m {a: 1, b: 2}\nx:\n  c: own\n  b: own\n  <<: *m\n'), expected)
      assert.deepEqual(read('x: {<<: {a: 1, b: 2}, b: own, c: own}\n'), expected)
    })
    test(`bring in several maps, the first of which wins, and what those bring in${name}`, () => {
      const maps = 'm: &m {a: 1, b: 2}\nn: &n {<<: *m, b: 3, d: 4}\n'
      assert.deepEqual(read(`${maps}x: {<<: [*n, *m], e: 5}\n`), { a: 1, b: 3, d: 4, e: 5 })
      assert.deepEqual(read(`${maps}x: {<<: [*m, *n]}\n`), { a: 1, b: 2, d: 4 })
    })
    test(`are keys like any other in quotes${name}`, () => {
      assert.deepEqual(read('x: {"<<": {a: 1}}\n'), { '<<': { a: 1 } })
    })
    test(`that name something else are refused at their line${name}`, () => {
      for (const value of ['1', '[a]', '', '*t']) {
        const { document, violations } = parseDocument(`${version}t: &t text\nx:\n  <<: ${value}\n`)
        assert.equal(document, undefined)
        assert.equal(violations[0]?.title, 'Unusable merge key')
        assert.equal(violations[0]?.startLine, version === '' ? 3 : 5)
      }
    })
  }
})
