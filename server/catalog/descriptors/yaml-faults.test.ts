import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { parseDocument } from './document.ts'

/** A mistake, the line that is named, and a part of what is said of it. */
const MISTAKES: readonly (readonly [text: string, line: number, words: RegExp])[] = [
  ['a: [1', 1, /A square bracket isn't closed/],
  ['a: {b: 1', 1, /A curly brace isn't closed/],
  ['a: {b: 1]', 1, /This square bracket stands where a curly brace must close/],
  ['a: {b: [1}\nc: 2', 1, /This curly brace stands where a square bracket must close/],
  ['{"a": 1,\n"b": [1, 2}\n', 2, /This curly brace stands where a square bracket must close/],
  ['a: {\nb: 1\n}', 2, /indented deeper|isn't closed/],
  ['a: 1\nb: ]', 2, /closes nothing/],
  ['a: {b: 1}}', 1, /closes nothing/],
  ['a: "x', 1, /double quote \("\)/],
  ["a: 'x", 1, /single quote \('\)/],
  ['a: b: c', 1, /two keys/],
  ['a:\n  b: 1\n c: 2', 3, /indentation/],
  ['a:\n\tb: 1', 2, /spaces, not with tabs/],
  ['a: @x', 1, /can't start with @/],
  ['a: `x', 1, /can't start with `/],
  ['a: "\\q"', 1, /\\q isn't an escape sequence/],
  ['a\nb: 1', 1, /colon/],
  ['a: *', 1, /needs a name/],
  ['a: 1\n- b', 2, /list item|colon/],
  ['a: "x" y', 1, /can't follow the value before it/],
  ['a: |x\n  t', 1, /\| or >/],
  ['a: &x &y 1', 1, /only one anchor/],
  ['a: {"b" 1}', 1, /comma or a colon is missing/],
  ['{"a": 1 "b": 2}', 1, /separated by commas/],
  ['a: [,]', 1, /comma follows no value/],
  ['a: - b', 1, /list item/],
  ['a: 1\n---\nb: 1', 2, /more than one document/],
  ['a: 1\n...\nb: 2', 3, /more than one document/],
]

suite('what is wrong with the YAML is said in our words', () => {
  for (const [text, line, words] of MISTAKES)
    test(JSON.stringify(text), () => {
      const { document, violations } = parseDocument(text)
      const [first] = violations
      assert.equal(document, undefined)
      assert.equal(first?.startLine, line)
      const description = first?.description ?? ''
      assert.match(description, words)
      const lines = violations.map(({ startLine }) => startLine)
      assert.equal(new Set(lines).size, lines.length, 'one fault a line')
    })
})

test('a text can end with the mark of a document', () => {
  for (const end of ['---', '---\n', '--- # the end\n', '---\n...\n', '...\n']) {
    const { document, violations } = parseDocument(`a: 1\n${end}`)
    assert.deepEqual(violations, [])
    assert.ok(document)
  }
})
