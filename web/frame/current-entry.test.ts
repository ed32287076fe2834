import assert from 'node:assert/strict'
import { test } from 'node:test'
import { currentEntry } from './current-entry.ts'

const ENTRIES = [
  { label: 'Home', to: '/' },
  { label: 'Catalog', to: '/catalog', alsoAt: '/new-entity' },
  { label: 'Teams', to: '/catalog', search: { types: ['team'] } },
]

const labelAt = (pathname: string, search = {}) => currentEntry(ENTRIES, { pathname, search })?.label

test('the current entry of a menu is that of the address, with its filters where it has some', () => {
  assert.equal(labelAt('/'), 'Home')
  assert.equal(labelAt('/catalog'), 'Catalog')
  assert.equal(labelAt('/catalog/checkout'), 'Catalog')
  assert.equal(labelAt('/new-entity'), 'Catalog')
  assert.equal(labelAt('/catalog', { types: 'team' }), 'Teams')
  assert.equal(labelAt('/catalog', { types: ['team'], query: 'x' }), 'Teams')
  assert.equal(labelAt('/catalog', { types: ['team', 'service'] }), 'Catalog')
  assert.equal(labelAt('/settings/tokens'), undefined)
})
