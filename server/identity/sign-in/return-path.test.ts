import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rounds } from '../../testing/rounds.ts'
import { safeReturnPath } from './return-path.ts'

const ORIGIN = 'https://portico.example.com'

/** Text in which the characters that matter are frequent. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '/',
        '\\',
        '\t',
        '\n',
        '\r',
        '.',
        '..',
        ':',
        '@',
        '?',
        '#',
        '%2f',
        '%5c',
        ' ',
        '\u0000',
        'evil.example',
        'javascript:',
      ),
      fc.string({ unit: 'grapheme' }),
    ),
  )
  .map(parts => parts.join(''))

test('whatever is asked for, the browser stays on our origin', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        hostile,
        fc.webUrl(),
        hostile.map(text => `/${text}`),
      ),
      asked => {
        const path = safeReturnPath(asked)
        assert.equal(new URL(path, ORIGIN).origin, ORIGIN)
        assert.match(path, /^\/(?![/\\])/)
        assert.doesNotMatch(path, /\p{Cc}/u)
        assert.equal(safeReturnPath(path), path)
      },
    ),
    { numRuns: rounds({ short: 1_000, long: 5_000 }) },
  )
})

test('a path of ours is kept with its search and fragment', () => {
  for (const path of [
    '/',
    '/catalog?query=a&page=2',
    '/settings/tokens#new',
    '/admin/settings/personal-access-tokens?tenantCode=x',
  ])
    assert.equal(safeReturnPath(path), path)
})

test('what leads elsewhere becomes the home page', () => {
  for (const path of [
    undefined,
    '',
    'catalog',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/..//evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    `/${'x'.repeat(3000)}`,
  ])
    assert.equal(safeReturnPath(path), '/', String(path))
})
