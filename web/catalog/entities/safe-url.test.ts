import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeUrl } from './safe-url.ts'

test('http, https and mailto become links', () => {
  for (const url of ['https://docs.example.com/a?b=c', 'http://10.0.0.5/', 'mailto:ada@example.com'])
    assert.equal(safeUrl(url), url)
})

test('whatever else an address may do, it stays text', () => {
  const urls = ['javascript:alert(1)', ' \u0001javascript:alert(1)', 'JaVa\nScript:alert(1)', 'data:text/html,x']
  for (const url of [...urls, 'file:///etc/passwd', 'vbscript:x', '/catalog', 'docs', '', 'https://'])
    assert.equal(safeUrl(url), undefined, url)
})
