import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ExportFolder, LIST } from './folder.ts'

test('an export writes through no symbolic link, whatever name it has', t => {
  const [folder, outside] = ['in', 'out'].map(name => mkdtempSync(join(tmpdir(), `portico-${name}-`)))
  assert.ok(folder && outside)
  t.after(() => {
    for (const one of [folder, outside]) rmSync(one, { recursive: true, force: true })
  })
  const mine = join(outside, 'mine')
  writeFileSync(mine, 'mine')
  for (const name of ['a.yaml', 'b.yaml.new', `${LIST}.new`]) symlinkSync(mine, join(folder, name))
  const exported = new ExportFolder(folder)
  assert.equal(exported.write('a.yaml', 'text', true), 'REFUSED')
  assert.equal(exported.write('b.yaml', 'text', false), 'WRITTEN')
  exported.keepList()
  assert.equal(readFileSync(mine, 'utf8'), 'mine')
  assert.equal(readFileSync(join(folder, 'b.yaml'), 'utf8'), 'text')
  assert.ok(!existsSync(join(folder, 'b.yaml.new')))
})
