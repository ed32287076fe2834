import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogSearch, isBare, isFiltered, showsOf } from './catalog-search.ts'

test('a view keeps filters, sorting, columns and grouping of an address, and neither page nor open groups', () => {
  const raw = {
    view: 'vw1',
    types: 'service',
    columns: ['links', 'links', 'x'],
    groupBy: 'owner',
    open: 'a',
    page: '2',
  }
  assert.deepEqual(showsOf(catalogSearch(raw)), { types: ['service'], columns: ['links'], groupBy: 'owner' })
})

test('what a view keeps is what its address says', () => {
  const shows = { query: 'pay', owners: ['a', 'b'], unowned: true, sort: 'name', order: 'desc' }
  assert.deepEqual(showsOf(catalogSearch(shows)), shows)
})

test('an address that says nothing is bare, and columns filter nothing', () => {
  assert.ok(isBare(catalogSearch({})))
  assert.ok(!isBare(catalogSearch({ view: 'all' })))
  assert.ok(!isFiltered(catalogSearch({ columns: 'type', sort: 'name', groupBy: 'type' })))
  assert.ok(isFiltered(catalogSearch({ unowned: 'true' })))
})
