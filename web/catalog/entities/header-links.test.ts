import assert from 'node:assert/strict'
import { test } from 'node:test'
import { headerLinks, listedLinks } from './header-links.ts'

const link = (name: string, more: object = {}) => ({
  name,
  type: 'runbook',
  url: `https://example.com/${name}`,
  ...more,
})
const named = (links: readonly { name: string }[]) => links.map(({ name }) => name)

test('up to six links are buttons, and none that people should not open', () => {
  const links = [link('bad', { url: 'javascript:alert(1)' }), ...'abcdefgh'.split('').map(name => link(name))]
  assert.deepEqual(named(headerLinks(links)), 'abcdef'.split(''))
  assert.deepEqual(named(listedLinks(links)), ['bad', 'g', 'h'])
})

test('a link with a description is listed too', () => {
  assert.deepEqual(named(listedLinks([link('a'), link('b', { description: 'why' })])), ['b'])
})
