/** The table of ASVS names every requirement of levels 1 and 2 once, counts them, and speaks of files that are there. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const ROOT = join(import.meta.dirname, '../..')

/** By section of ASVS 5.0.0: how many requirements are at level 1 or 2. Those of level 3 come after them. */
const SECTIONS = `1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4
  5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1
  9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4
  13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2`

const required = SECTIONS.split(/\s+/).flatMap(entry => {
  const [section, count] = entry.split(':')
  return Array.from({ length: Number(count) }, (_, at) => `${section}.${at + 1}`)
})

const source = readFileSync(join(ROOT, 'docs/asvs.md'), 'utf8')
const cells = (line: string) => line.split('|').map(cell => cell.trim())

const lastOf = (number: string) => Number(number.split('.').at(-1))

/** `6.5.1, 6.5.3–6.5.5` → each number. */
const numbersIn = (text: string): string[] =>
  text.split(', ').flatMap(part => {
    const [first = '', last = first] = part.split('–')
    const [section, from, to] = [first.replace(/\.\d+$/, ''), lastOf(first), lastOf(last)]
    return Array.from({ length: to - from + 1 }, (_, at) => `${section}.${from + at}`)
  })

const rows = source
  .split('\n')
  .filter(line => /^\| \d/.test(line))
  .map(line => {
    const [, numbers = '', status = '', where = ''] = cells(line)
    return { numbers: numbersIn(numbers), status, where }
  })

test('the table of ASVS has each requirement of levels 1 and 2 once', () => {
  assert.equal(required.length, 253)
  assert.deepEqual(rows.flatMap(({ numbers }) => numbers).toSorted(), required.toSorted())
})

test('the table of ASVS counts how many are met', () => {
  const counted = source.split('\n').flatMap(line => {
    const [, status = '', , count = ''] = cells(line)
    return /^\d+$/.test(count) ? [[status, Number(count)] as const] : []
  })
  const met = Map.groupBy(rows, ({ status }) => status)
  const found = counted.map(
    ([status]) => [status, (met.get(status) ?? []).flatMap(({ numbers }) => numbers).length] as const,
  )
  assert.deepEqual(counted, found)
  assert.equal(
    found.reduce((sum, [, count]) => sum + count, 0),
    required.length,
  )
})

test('the table of ASVS and the page on security name only files that are there', () => {
  const text = source + readFileSync(join(ROOT, 'docs/secure.md'), 'utf8')
  const files = Array.from(text.matchAll(/`((?:contract|server|web)\/[^`]*)`/g), ([, file = '']) => file)
  assert.ok(files.length > 100)
  assert.deepEqual(
    files.filter(file => !existsSync(join(ROOT, file)) && !file.startsWith('web/dist')),
    [],
  )
})
