import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeReturnTo, signInAgain } from './return-to.ts'

test('after signing in a person returns to the path and search they came from', () => {
  assert.equal(safeReturnTo('/settings/tokens?name=ci&days=30'), '/settings/tokens?name=ci&days=30')
})

test('an address that leads to another origin is replaced by the home page', () => {
  const foreign = [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/\t/evil.example',
    '\\\\evil',
    '',
    'catalog',
  ]
  for (const path of foreign) assert.equal(safeReturnTo(path), '/', path)
})

test('the sign-in page is never its own return path', () => {
  assert.equal(signInAgain('/sign-in?returnTo=%2Fcatalog'), '/sign-in')
})

test('the place is kept in the address of the sign-in page', () => {
  assert.equal(signInAgain('/catalog?query=a&page=2'), '/sign-in?returnTo=%2Fcatalog%3Fquery%3Da%26page%3D2')
})
