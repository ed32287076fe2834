import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rounds } from '../../testing/rounds.ts'
import { csvCell, csvRow } from './csv.ts'

/** Reads CSV as RFC 4180 says, character by character. */
const parseCsv = (text: string): string[][] => {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const [here, next] = [text.charAt(at), text.charAt(at + 1)]
    if (quoted && here === '"' && next === '"') cell += text.charAt(at++)
    else if (here === '"') quoted = !quoted
    else if (quoted || (here !== ',' && here !== '\r')) cell += here
    else {
      row.push(cell)
      cell = ''
      if (here === '\r') {
        rows.push(row)
        row = []
        at++ // the line feed
      }
    }
  }
  return rows
}

const withoutApostrophes = (cell: string) => cell.replaceAll("'", '')

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('=', '+', '-', '@', ' ', '\t', '\r', '\n', '"', ',', "'", ';', 'a', '\u00a0', '＝'),
  }),
)

test('whatever the cells hold, a reader gets them back, at most with an apostrophe in front', () => {
  fc.assert(
    fc.property(fc.array(fc.array(nasty, { minLength: 1 }), { minLength: 1 }), table => {
      const read = parseCsv(table.map(csvRow).join(''))
      assert.equal(read.length, table.length)
      for (const [index, row] of table.entries()) {
        assert.equal(read[index]?.length, row.length)
        for (const [column, cell] of row.entries()) {
          const got: string = read[index]?.[column] ?? ''
          assert.equal(withoutApostrophes(got), withoutApostrophes(cell))
        }
      }
    }),
    { numRuns: rounds({ short: 400, long: 2_000 }) },
  )
})

test('no cell begins with what a spreadsheet runs, also after spaces, and also where a program splits at other characters', () => {
  fc.assert(
    fc.property(nasty, text => {
      const [[cell = ''] = []] = parseCsv(csvRow([text]))
      assert.doesNotMatch(cell, /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u)
      assert.doesNotMatch(cell, /^[\t\r\n]/)
      for (const part of cell.split(/[;\t\r\n]/)) assert.doesNotMatch(part, /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u)
    }),
    { numRuns: rounds({ short: 1_000, long: 5_000 }) },
  )
})

test('the cells of a real attack are text', () => {
  assert.equal(csvCell('=HYPERLINK("http://evil.example","x")'), `"'=HYPERLINK(""http://evil.example"",""x"")"`)
  for (const text of ['+1', '-1', '@SUM(A1)', '  =1+1', '\u200b=1', '\t=1']) assert.match(csvCell(text), /^"?'/)
})

test('what is harmless stays as it is', () => {
  for (const text of ['nightly-sync', 'a=b', 'person@example.com', '{"a":1}'.replaceAll('"', ''), '2027-01-15T12:00Z'])
    assert.equal(csvCell(text), text)
  assert.equal(csvCell(3), '3')
  assert.equal(csvCell(null), '')
  assert.equal(csvCell('a "b", c'), '"a ""b"", c"')
})
