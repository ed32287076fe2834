/** Restoring as far as files are concerned; server/restore.test.ts has what ended. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, suite, test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { newFolder } from '../../testing/folder.ts'
import { backUpSqlite } from './copy.ts'
import { restoreSqlite } from './restore.ts'
import { openSqlite } from './sqlite.ts'

const root = newFolder('portico-restore-')
after(() => rmSync(root, { recursive: true, force: true }))

/** A folder with a database of one setting, and its backup. */
const place = async (name: string) => {
  const folder = join(root, name)
  mkdirSync(folder)
  const at = (path: string) => join(folder, path)
  const [file, backup] = [at('portico.db'), at('backup.db')]
  const database = openSqlite(file)
  await database.migrate()
  await database.transaction(db => db.insertInto('settings').values({ key: 'place', value: name }).execute())
  await database.close()
  await backUpSqlite(file, backup)
  return { folder, file, backup, at }
}

/** Writes in the first moment that it can, on a thread of its own, and takes its time to commit. */
const SLOW_WRITER = `
const { parentPort, workerData } = require('node:worker_threads')
const database = new (require('node:sqlite').DatabaseSync)(workerData, { timeout: 0 })
const begin = () => { try { database.exec('begin immediate'); return true } catch { return false } }
begin()
parentPort.postMessage('waiting')
while (!begin());
database.exec("insert into settings (key, value) values ('ended', '')")
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
database.exec('commit')
database.close()`

const nothingToDo = { now: 0, makeReady: async () => {} }

/** What the migrations put there does not count. */
const ADDED = "select key from settings where key like ? and key not in ('token_policy', 'device_sign_in') order by key"

const settings = (file: string, like = '%') => {
  const database = new DatabaseSync(file, { readOnly: true })
  const rows = database.prepare(ADDED).all(like)
  database.close()
  return rows.map(({ key }) => String(key))
}

const change = (file: string, sql: string) => {
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
}

/** Writes as soon as the lock is let go: before anything else of this thread can take it again. */
const writeAtOnce = async (database: DatabaseSync, key: string) => {
  for (let turn = 0; turn < 1000; turn++) {
    try {
      return database.prepare("insert into settings (key, value) values (?, '')").run(key)
    } catch {
      await null
    }
  }
  throw new Error('the lock was not let go')
}

suite('a restore', () => {
  test('creates the folder of a new machine, and the database appears in it whole', async () => {
    const { backup, at } = await place('new machine')
    const target = at('srv/portico data/portico.db')
    let seen: string[] = []
    const makeReady = async (ready: string, current: string | undefined) => {
      assert.equal(current, undefined)
      assert.deepEqual(settings(ready), ['place'])
      seen = readdirSync(at('srv/portico data'))
    }
    assert.equal(await restoreSqlite(backup, target, { now: 0, makeReady }), undefined)
    assert.deepEqual(seen, ['portico.db.restoring'], 'not there before it is ready')
    assert.deepEqual(readdirSync(at('srv/portico data')), ['portico.db'])
    assert.deepEqual(settings(target), ['place'])
  })

  test('refuses with words what is no backup, and changes nothing', async () => {
    const { file, backup, at } = await place('refusals')
    change(file, "insert into settings (key, value) values ('later', '1')")
    mkdirSync(at('folder'))
    writeFileSync(at('empty.db'), '')
    writeFileSync(at('text.db'), 'x'.repeat(5000))
    copyFileSync(backup, at('damaged.db'))
    writeFileSync(at('damaged.db'), Buffer.alloc(8192, 7), { flag: 'r+' })
    copyFileSync(backup, at('newer.db'))
    change(at('newer.db'), 'pragma user_version = 999')
    change(at('other.db'), 'create table t (a)')
    symlinkSync(at('gone.db'), at('dangling.db'))
    symlinkSync(file, at('itself.db'))
    const before = readdirSync(at(''))
    for (const [source, words] of [
      ['none.db', /The file .*none\.db does not exist\.$/],
      ['folder', /folder is a folder/],
      ['empty.db', /empty\.db isn't a backup of Portico\.$/],
      ['other.db', /other\.db isn't a backup of Portico\.$/],
      ['text.db', /Can't restore .*text\.db: it is not a SQLite database\.$/],
      ['damaged.db', /Can't restore .*damaged\.db: it is not a SQLite database\.$/],
      ['newer.db', /schema version 999/],
      ['dangling.db', /dangling\.db is a symbolic link to .*gone\.db, which does not exist\.$/],
      ['itself.db', /itself\.db is the database itself/],
      ['portico.db', /portico\.db is the database itself/],
    ] as const)
      await assert.rejects(restoreSqlite(at(source), file, nothingToDo), words, source)
    assert.deepEqual(readdirSync(at('')), before)
    assert.deepEqual(settings(file), ['later', 'place'])
  })

  test('follows no link that leads nowhere, and says what to do about a database that it cannot read', async () => {
    const { file, backup, at } = await place('targets')
    symlinkSync(at('unmounted'), at('data'))
    await assert.rejects(
      restoreSqlite(backup, at('data/portico.db'), nothingToDo),
      /data is a symbolic link to .*unmounted/,
    )
    renameSync(file, at('moved.db'))
    symlinkSync(at('unmounted.db'), file)
    await assert.rejects(restoreSqlite(backup, file, nothingToDo), /portico\.db is a symbolic link to .*unmounted\.db/)
    rmSync(file)
    writeFileSync(file, 'x'.repeat(5000))
    await assert.rejects(restoreSqlite(backup, file, nothingToDo), /can't be read.*Move that file away.*end-all/)
    rmSync(file)
    copyFileSync(backup, file)
    change(file, 'pragma user_version = 999')
    await assert.rejects(restoreSqlite(backup, file, nothingToDo), /newer version.*Move that file away.*end-all/)
  })

  test('reads the log beside a file, and leaves nothing there', async () => {
    const { file, backup, at } = await place('log')
    const writer = new DatabaseSync(backup)
    writer.exec("pragma journal_mode = wal; insert into settings (key, value) values ('in-the-log', '1')")
    for (const part of ['', '-wal']) copyFileSync(backup + part, at(`copied.db${part}`))
    writer.close()
    await restoreSqlite(at('copied.db'), file, nothingToDo)
    assert.deepEqual(settings(file), ['in-the-log', 'place'])
    assert.deepEqual(
      readdirSync(at('')).filter(name => name.startsWith('copied')),
      ['copied.db', 'copied.db-wal'],
    )
  })

  test('loses nothing that is written between the moment it looks and the moment it takes the place', async () => {
    const { file, backup } = await place('written to')
    const other = new DatabaseSync(file, { timeout: 0 })
    const known: string[][] = []
    const makeReady = async (_: string, current: string | undefined) => {
      known.push(settings(current ?? ''))
      if (known.length === 1) void writeAtOnce(other, 'ended')
    }
    await restoreSqlite(backup, file, { now: 0, makeReady })
    other.close()
    assert.deepEqual(known, [['place'], ['ended', 'place']])
    assert.deepEqual(settings(file), ['place'])
  })

  test('waits for a writer at the moment it takes the place', async () => {
    let known: string[][] = []
    const makeReady = (file: string) => async (_: string, current: string | undefined) => {
      known.push(settings(current ?? ''))
      if (known.length === 1) await once(new Worker(SLOW_WRITER, { eval: true, workerData: file }), 'message')
    }
    // on a busy machine the writer may come too late to be in the way
    for (let times = 0; times < 20 && known.length < 2; times++) {
      known = []
      const { file, backup } = await place(`being written to ${times}`)
      await restoreSqlite(backup, file, { now: 0, makeReady: makeReady(file) })
    }
    assert.deepEqual(known.slice(1), [['ended', known[0]?.[0]]])
  })

  test('gives up where it is written to every time, and leaves the database as it was', async () => {
    const { file, backup, at } = await place('written to always')
    const other = new DatabaseSync(file, { timeout: 0 })
    let count = 0
    const makeReady = async () => {
      void writeAtOnce(other, `n${++count}`)
    }
    await assert.rejects(restoreSqlite(backup, file, { now: 0, makeReady }), /Stop the server, then restore again/)
    other.close()
    assert.equal(settings(file, 'n%').length, count)
    assert.ok(!readdirSync(at('')).some(name => /restor/.test(name)))
  })
})
