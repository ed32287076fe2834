/** The pages that the server knows are those of the browser app, read from the source: Node runs no JSX. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { LEADS, PAGES } from '../contract/pages.ts'
import { paths } from './core/layout/paths.ts'

const textOf = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8')

/** `paths.known.apiKeys` or a quoted path. */
const pathOf = (expression: string): string => {
  if (/^'.*'$/.test(expression)) return expression.slice(1, -1)
  const [root, ...names] = expression.split('.')
  assert.equal(root, 'paths', `${expression} is neither a text nor one of paths`)
  const found = names.reduce<unknown>((at, name) => Object(at)[name], paths)
  assert.ok(typeof found === 'string', expression)
  return found
}

/** Each page has one `load` and one list of addresses. */
const pagesOf = (file: string): string[] => {
  const text = textOf(file)
  const lists = [...text.matchAll(/\bat: \[([^\]]*)\]/g)].map(([, list = '']) => list)
  assert.equal(lists.length, [...text.matchAll(/\bload: lazyRouteComponent/g)].length, file)
  return lists.flatMap(list => list.split(',').map(one => pathOf(one.trim())))
}

test('the server answers the pages of the browser app, and no other address, with the app', () => {
  const pages = globSync('**/slice.ts', { cwd: import.meta.dirname, exclude: ['core/**'] }).flatMap(pagesOf)
  const leads = [...textOf('routes.tsx').matchAll(/leadTo\(\(\) => \w+, ([\w.]+),/g)].map(([, path = '']) =>
    pathOf(path),
  )
  assert.equal(leads.length, 1)
  assert.deepEqual(PAGES.toSorted(), [...pages, ...leads].toSorted())
})

test('every address that leads to a page leads to one of ours', () => {
  const known: readonly string[] = PAGES
  for (const [from, to] of LEADS) {
    assert.ok(!known.includes(from), from)
    for (const page of [to, to.replace('/$tag', '')]) assert.ok(known.includes(page || '/'), `${from} to ${page}`)
  }
})
