import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documentsIn } from './documents.ts'

const cut = (text: string) => documentsIn(text, 500).map(({ text, line }) => [line, text])

test('YAML documents are cut at their separators, which belong to neither', () => {
  assert.deepEqual(cut('a: 1\n---\nb: 2\n---\nc: 3\n'), [
    [1, 'a: 1\n'],
    [3, 'b: 2\n'],
    [5, 'c: 3\n'],
  ])
})

test('a text with one document is that document as a whole', () => {
  for (const text of [
    'a: 1',
    '---\na: 1\n',
    '# c\n---\na: 1\n...\n',
    'a: 1\n---\n',
    '\n\na: 1\n---\n# end\n',
    '%YAML 1.1\n---\na: 1\n',
    '{"a": 1}\n',
    '{\n "a": 1\n}\n',
    'a: 1\r\n',
  ])
    assert.deepEqual(cut(text), [[1, text]])
})

test('directives, comments and values beside a mark stay with their document', () => {
  assert.deepEqual(cut('a: 1\n...\n%YAML 1.1\n# c\n---\nb: 2\n--- {c: 3}\n---\n\n---\nd: 4'), [
    [1, 'a: 1\n...\n'],
    [3, '%YAML 1.1\n# c\n---\nb: 2\n'],
    [7, '--- {c: 3}\n'],
    [11, 'd: 4'],
  ])
  assert.deepEqual(cut('---\n# first\na: 1\n--- # second\nb: 2\n'), [
    [1, '---\n# first\na: 1\n'],
    [4, '--- # second\nb: 2\n'],
  ])
})

test('only a mark at the start of a line cuts: indented ones, longer ones and U+2028 do not', () => {
  const text = 'a: |\n  ---\n  b\nc: ---\n---d: 1\ne: "\u2028---"\n'
  assert.deepEqual(cut(text), [[1, text]])
})

test('Windows line breaks and byte order marks are cut the same', () => {
  assert.deepEqual(cut('\ufeffa: 1\r\n---\r\nb: 2\r\n\ufeff---\r\nc: 3\r\n'), [
    [1, 'a: 1\r\n'],
    [3, 'b: 2\r\n'],
    [5, 'c: 3\r\n'],
  ])
})

test('of JSON lines, an object is a descriptor and a string is the text of one', () => {
  const text = 'a: 1\n---\n# comment\n'
  assert.deepEqual(cut(`{"a":1}\r\n\n${JSON.stringify(text)}\n{"b": 2}`), [
    [1, '{"a":1}'],
    [3, text],
    [4, '{"b": 2}'],
  ])
  assert.deepEqual(cut(`${JSON.stringify('\ufeffa: 1')}\n"x"\n`), [
    [1, 'a: 1'],
    [2, 'x'],
  ])
  assert.deepEqual(documentsIn('"a"\n"\\q"', 500)[1], { text: '', line: 2, isBroken: true })
})

test('nothing but blank lines, comments and marks has no documents', () => {
  for (const text of ['', '\n \n', '# a\n', '---\n---\n...\n', '\ufeff']) assert.deepEqual(cut(text), [])
})

test('one more than the limit is enough to know', () => {
  assert.equal(documentsIn('a: 1\n---\n'.repeat(2000), 500).length, 501)
  assert.equal(documentsIn('{"a":1}\n'.repeat(2000), 500).length, 501)
})

test('a text of nothing but marks ends at the limit', () => {
  for (const piece of ['---\n', '...\n', '#\n---\n']) assert.equal(documentsIn(piece.repeat(400_000), 500).length, 501)
})
