import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { newFolder } from '../../testing/folder.ts'
import { openSqlite } from './sqlite.ts'

const opened = async () => {
  const folder = newFolder('portico-snapshot-')
  const file = join(folder, 'portico.db')
  const database = openSqlite(file)
  await database.migrate()
  const read = database.statement<{ value: string }>("select value from settings where key = 'lamp'")
  const lamp = async () => (await read([]))[0]?.value
  const close = async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { database, file, lamp, close }
}

const put = (value: string) => `insert into settings (key, value) values ('lamp', '${value}')
  on conflict (key) do update set value = '${value}'`

/** Keeps the turn from ending. */
const passInThisTurn = (milliseconds: number) => {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

test('what this process commits is seen by the next read, in the same turn as well', async () => {
  const { database, lamp, close } = await opened()
  for (let round = 0; round < 50; round++) {
    const before = await lamp()
    await database.transaction(async db => {
      await db.deleteFrom('settings').where('key', '=', 'lamp').execute()
      await db
        .insertInto('settings')
        .values({ key: 'lamp', value: `on ${round}` })
        .execute()
      assert.equal(await lamp(), before) // what is not committed is not seen
    })
    assert.equal(await lamp(), `on ${round}`)
  }
  await close()
})

test('what another process commits is seen in the next turn, and after a millisecond in the same one', async () => {
  const { file, lamp, close } = await opened()
  const other = new DatabaseSync(file)
  for (let round = 0; round < 50; round++) {
    await lamp()
    other.exec(put(`turn ${round}`))
    await new Promise(setImmediate)
    assert.equal(await lamp(), `turn ${round}`)
    other.exec(put(`time ${round}`))
    passInThisTurn(1.1)
    assert.equal(await lamp(), `time ${round}`)
  }
  other.close()
  await close()
})

test('no snapshot outlives its turn, so that the log of writes can be folded back into the file', async () => {
  const { file, lamp, close } = await opened()
  const other = new DatabaseSync(file)
  other.exec(put('on'))
  await lamp()
  await new Promise(setImmediate)
  await new Promise(setImmediate)
  assert.equal(other.prepare('pragma wal_checkpoint(truncate)').get()?.busy, 0)
  other.close()
  await close()
})
