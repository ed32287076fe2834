import assert from 'node:assert/strict'
import { test } from 'node:test'
import { searchOfView, showsSame } from './search-of-view.ts'

test('a view that another client saved in another order, or with what filters nothing, is unchanged', () => {
  assert.ok(showsSame({ types: ['a'], query: 'x' }, { query: 'x', types: ['a'], owners: [], unowned: false }))
  assert.ok(!showsSame({ columns: ['type', 'tag'] }, { columns: ['tag', 'type'] }))
})

test('the address of a view names it and says what it shows', () => {
  assert.deepEqual(searchOfView({ id: 'vw1', shows: { types: ['a'] } }), { view: 'vw1', types: ['a'] })
})
