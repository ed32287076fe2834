import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { engines, sharedDatabase } from '../../testing/each-database.ts'
import { type Db, undone } from './database.ts'
import { Unavailable } from './failures.ts'

const setting = (key: string) => ({ key, value: 'x' })

const put = (db: Db, key: string) => db.insertInto('settings').values(setting(key)).execute()

for (const engine of engines)
  suite(`transactions on ${engine.name}`, () => {
    const open = sharedDatabase(engine)
    const stored = async (key: string) => {
      const { database } = await open()
      const rows = await database.db.selectFrom('settings').select('key').where('key', '=', key).execute()
      return rows.length
    }

    test('what is outside a transaction cannot write, by the builder or by a compiled statement', async () => {
      const { database } = await open()
      const readOnly = /read-?only/i
      await assert.rejects(put(database.db, 'outside'), readOnly)
      await assert.rejects(database.db.deleteFrom('settings').execute(), readOnly)
      const insert = database.statement("insert into settings (key, value) values ($1, 'x')")
      await assert.rejects(async () => insert(['compiled']), readOnly)
      assert.deepEqual([await stored('outside'), await stored('compiled')], [0, 0])
    })

    test('a write outside a transaction is not taken for a database that is out of reach', async () => {
      const { database } = await open()
      const error = await put(database.db, 'outside').catch(thrown => thrown)
      assert.ok(error instanceof Error && !(error instanceof Unavailable))
    })

    test('work that is undone has written nothing, and its answer arrives', async () => {
      const { database } = await open()
      const seen = await database.transaction(async db => {
        await put(db, 'undone')
        return undone(await db.selectFrom('settings').select('key').where('key', '=', 'undone').execute())
      })
      assert.equal(seen.length, 1)
      assert.equal(await stored('undone'), 0)
      await database.transaction(db => put(db, 'undone'))
      assert.equal(await stored('undone'), 1)
    })

    test('what fails halfway leaves nothing behind, and the caller sees why', async () => {
      const { database } = await open()
      const half = database.transaction(async db => {
        await put(db, 'half')
        await db.insertInto('settings').values({ key: 'half', value: 'again' }).execute()
      })
      await assert.rejects(half, /unique|duplicate/i)
      assert.equal(await stored('half'), 0)
    })
  })
