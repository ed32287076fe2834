import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crumbsOf } from './crumbs.ts'

const SLICES = [
  {
    pages: [
      { at: ['/catalog'] },
      { at: ['/new-entity'] },
      { at: ['/catalog/$tag'] },
      { at: ['/catalog/$tag/descriptor'] },
    ],
    sidebar: [{ label: 'Catalog', to: '/catalog', alsoAt: '/new-entity', belowIt: true }],
  },
  {
    pages: [{ at: ['/settings/tokens', '/admin/settings/tokens'] }, { at: ['/settings/tokens/$cid'] }],
    settings: [{ label: 'My access tokens', to: '/settings/tokens', alsoAt: '/admin/settings/tokens' }],
  },
]

const at = (pathname: string) => crumbsOf(SLICES, pathname).map(({ to, label }) => `${label} ${to}`)

test('a page has those above it as its breadcrumb, and the first level has none', () => {
  assert.deepEqual(at('/catalog'), [])
  assert.deepEqual(at('/settings/tokens'), [])
  assert.deepEqual(at('/admin/settings/tokens'), [])
  assert.deepEqual(at('/catalog/a%20b'), ['Catalog /catalog'])
  assert.deepEqual(at('/catalog/a%20b/descriptor'), ['Catalog /catalog', 'a b /catalog/a%20b'])
  assert.deepEqual(at('/new-entity'), ['Catalog /catalog'])
  assert.deepEqual(at('/settings/tokens/pt1'), ['My access tokens /settings/tokens'])
})
