import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, suite, test } from 'node:test'
import { newFolder } from '../../testing/folder.ts'
import { backUpSqlite } from './copy.ts'
import { restoreSqlite } from './restore.ts'
import { openSqlite } from './sqlite.ts'

const root = newFolder('portico-copy-')
after(() => rmSync(root, { recursive: true, force: true }))

const NOTHING_TO_DO = { now: 0, makeReady: async () => {} }

/** A folder of its own with a database in it, which a server has open. */
const place = async (name: string) => {
  const folder = join(root, name)
  mkdirSync(folder)
  const file = join(folder, 'portico.db')
  const database = openSqlite(file)
  await database.migrate()
  after(() => database.close())
  return { folder, file, database, at: (path: string) => join(folder, path) }
}

const peopleIn = (file: string) => {
  const database = new DatabaseSync(file, { readOnly: true })
  const { count } = database.prepare('select count(*) as count from users').get() ?? {}
  database.close()
  return count
}

const besides = (folder: string) => readdirSync(folder).filter(name => !name.startsWith('portico.db'))

const hasNamespaces = () => {
  try {
    execFileSync('unshare', ['-rm', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

type Ran = { code: number; stderr: string }

const run = (command: string, args: readonly string[], options: object = {}): Promise<Ran> =>
  new Promise(resolve =>
    execFile(command, args, options, (error, _, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stderr }),
    ),
  )

/** Arguments for Node that copy in a process of its own and print what is wrong. */
const copying = (kind: 'backup' | 'restore', from: string, to: string) => {
  const code = `
    const { backUpSqlite } = await import('${import.meta.dirname}/copy.ts')
    const { restoreSqlite } = await import('${import.meta.dirname}/restore.ts')
    const [kind, from, to] = process.argv.slice(1)
    const work = kind === 'backup' ? backUpSqlite(from, to) : restoreSqlite(from, to, { now: 0, makeReady: async () => {} })
    await work.catch(error => {
      process.stderr.write(error.message)
      process.exitCode = 1
    })`
  return ['--input-type=module', '--eval', code, kind, from, to]
}

/** Runs Node where a file system of its own is mounted at a folder. */
const mounted = (folder: string, mount: string, args: readonly string[]) =>
  run('unshare', [
    ...['-rm', 'sh', '-c', `mount -t tmpfs ${mount} tmpfs "$0" && exec "$@"`, folder],
    ...[process.execPath, ...args],
  ])

suite('a backup', () => {
  test('is one file that needs no other and can be read where nothing can be written', async () => {
    const { folder, file, at } = await place('one file')
    await backUpSqlite(file, at('copy.db'))
    chmodSync(at('copy.db'), 0o400)
    assert.deepEqual(besides(folder), ['copy.db'])
    const copy = new DatabaseSync(at('copy.db'), { readOnly: true })
    assert.equal(copy.prepare('pragma journal_mode').get()?.journal_mode, 'delete')
    copy.close()
    await restoreSqlite(at('copy.db'), at('new/portico.db'), NOTHING_TO_DO)
    assert.deepEqual(besides(folder), ['copy.db', 'new'], 'looking at it leaves nothing beside it')
    assert.equal(peopleIn(at('new/portico.db')), 0)
  })

  test('goes into a folder that is created for it, whatever its name, and is for its owner alone', async () => {
    const { file, at } = await place('names')
    for (const name of ['a/b c/copy.db', 'ü #1?&%20/日本.db', "it's/-copy"]) {
      await backUpSqlite(file, at(name))
      assert.equal(statSync(at(name)).mode & 0o777, 0o600)
      assert.equal(statSync(join(at(name), '..')).mode & 0o777, 0o700)
      assert.ok(await restoreSqlite(at(name), file, NOTHING_TO_DO), name)
    }
  })

  test('refuses with words what it cannot write to, and leaves no file', async () => {
    const { folder, file, at } = await place('refusals')
    mkdirSync(at('folder'))
    writeFileSync(at('there.db'), 'precious')
    symlinkSync(at('nowhere/x.db'), at('dangling.db'))
    symlinkSync(at('nowhere'), at('dangling'))
    symlinkSync(at('there.db'), at('link.db'))
    const before = besides(folder)
    for (const [target, words] of [
      ['folder', /folder is a folder\. Give the path of a file in it\.$/],
      ['there.db', /there\.db already exists\. Choose another name\.$/],
      ['link.db', /link\.db already exists/],
      ['portico.db', /portico\.db already exists/],
      ['dangling.db', /dangling\.db is a symbolic link to .*nowhere\/x\.db, which does not exist\.$/],
      ['dangling/copy.db', /dangling is a symbolic link to .*nowhere, which does not exist\.$/],
      ['there.db/copy.db', /there\.db\/copy\.db: a part of its path is not a folder\.$/],
      [`${'x'.repeat(300)}.db`, /x: the name is too long\.$|\.db: the name is too long\.$/],
    ] as const)
      await assert.rejects(backUpSqlite(file, at(target)), words, target)
    assert.deepEqual(besides(folder), before)
    await assert.rejects(
      backUpSqlite(at('none/portico.db'), at('copy.db')),
      /The file .*none\/portico\.db does not exist/,
    )
  })

  test('of a database that is written to all the time ends, and holds one moment of it', async () => {
    const { file, at } = await place('busy')
    const writer = new DatabaseSync(file)
    writer.exec("create table filler (a text); insert into settings (key, value) values ('n', '0')")
    writer.exec('begin')
    for (let n = 0; n < 3000; n++) writer.prepare('insert into filler values (?)').run('x'.repeat(3000))
    writer.exec('commit')
    let ended = false
    const copying = backUpSqlite(file, at('copy.db')).finally(() => {
      ended = true
    })
    let written = 0
    while (!ended) {
      writer.exec("update settings set value = value + 1 where key = 'n'; insert into filler values ('more')")
      written++
      await new Promise(resolve => setImmediate(resolve))
    }
    await copying
    writer.close()
    assert.ok(written > 10)
    const copy = new DatabaseSync(at('copy.db'), { readOnly: true })
    assert.equal(copy.prepare('pragma integrity_check').get()?.integrity_check, 'ok')
    copy.close()
  })

  test('that is killed leaves nothing under its name', async () => {
    const { folder, file, at } = await place('killed')
    const filler = new DatabaseSync(file)
    filler.exec('create table filler (a blob); begin')
    for (let n = 0; n < 6000; n++) filler.prepare('insert into filler values (zeroblob(3000))').run()
    filler.exec('commit')
    filler.close()
    const child = execFile(process.execPath, copying('backup', file, at('copy.db')))
    const ended = new Promise(resolve => child.once('exit', resolve))
    while (!besides(folder).some(name => name.endsWith('.part'))) {
      assert.equal(child.exitCode, null)
      await new Promise(resolve => setTimeout(resolve, 1))
    }
    child.kill('SIGKILL')
    await ended
    assert.ok(!besides(folder).includes('copy.db'))
    await backUpSqlite(file, at('copy.db'))
  })
})

suite('what the machine refuses is said with the file and the reason', { skip: !hasNamespaces() }, () => {
  test('no space for a backup or for a restore, which changes nothing', async () => {
    const { file, at } = await place('full')
    mkdirSync(at('small'))
    const full = await mounted(at('small'), '-o size=100k', copying('backup', file, at('small/copy.db')))
    assert.equal(full.code, 1)
    assert.match(full.stderr, /^Can't write .*small\/copy\.db: no space is left on the disk\.$/)
    await backUpSqlite(file, at('copy.db'))
    const restored = await mounted(
      at('small'),
      '-o size=100k',
      copying('restore', at('copy.db'), at('small/portico.db')),
    )
    assert.equal(restored.code, 1)
    assert.match(restored.stderr, /^Can't write .*: no space is left on the disk\.$/)
  })

  test('a read-only volume', async () => {
    const { file, at } = await place('read-only')
    mkdirSync(at('volume'))
    const { code, stderr } = await mounted(at('volume'), '-o ro', copying('backup', file, at('volume/new/copy.db')))
    assert.equal(code, 1)
    assert.match(stderr, /^Can't create the folder .*volume\/new: the volume is read-only\.$/)
  })
})

suite('without the right to read or write', { skip: process.getuid?.() !== 0 }, () => {
  test('it is said which file', async () => {
    const { folder, file, at } = await place('rights')
    chmodSync(root, 0o711)
    chmodSync(folder, 0o711)
    await backUpSqlite(file, at('copy.db'))
    const other = { uid: 65_534, gid: 65_534 }
    const backup = await run(process.execPath, copying('backup', file, at('other.db')), other)
    assert.match(backup.stderr, /^Can't read .*portico\.db: permission denied\.$/)
    const restore = await run(process.execPath, copying('restore', at('copy.db'), at('new.db')), other)
    assert.match(restore.stderr, /^Can't read .*copy\.db: permission denied\.$/)
  })
})
