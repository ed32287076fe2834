import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { withSection, writeSection } from './cortex-config.ts'

const values = { api_key: 'new', base_url: 'https://portico.example.com' }

test('a new file has the one section', () => {
  assert.equal(withSection('', 'default', values), '[default]\napi_key = new\nbase_url = https://portico.example.com\n')
})

test('other sections, other keys and comments stay as they were', () => {
  const before = '# mine\n[other]\napi_key = theirs\n\n[default]\napi_key = old\ncolor = never\n[last]\nx = 1\n'
  assert.equal(
    withSection(before, 'default', values),
    '# mine\n[other]\napi_key = theirs\n\n[default]\napi_key = new\nbase_url = https://portico.example.com\ncolor = never\n[last]\nx = 1\n',
  )
})

test('a section that is not there yet comes last', () => {
  assert.equal(withSection('[a]\nx = 1\n', 'b', { api_key: 'k' }), '[a]\nx = 1\n\n[b]\napi_key = k\n')
})

test('the file and its folder are readable by their owner alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-config-'))
  const file = join(folder, '.cortex', 'config')
  writeSection(file, 'default', values)
  writeSection(file, 'default', { api_key: 'newer' })
  assert.match(readFileSync(file, 'utf8'), /api_key = newer\nbase_url = https/)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(statSync(join(folder, '.cortex')).mode & 0o777, 0o700)
  rmSync(folder, { recursive: true })
})
