import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { engines, sharedDatabase } from '../../testing/each-database.ts'
import { compiled, compiledRows } from './compiled.ts'
import type { Db } from './database.ts'
import type { Settings } from './tables.ts'

for (const engine of engines)
  suite(`statements that are built once on ${engine.name}`, () => {
    const open = sharedDatabase(engine)

    const counted = () => {
      let builds = 0
      const insert = compiledRows((db, rows: readonly Settings[]) => {
        builds++
        return db.insertInto('settings').values(rows)
      })
      return { insert, builds: () => builds }
    }

    const rowsOf = (prefix: string, count: number): Settings[] =>
      Array.from({ length: count }, (_, at) => ({ key: `${prefix} ${at}`, value: `value ${at}` }))

    const stored = async (db: Db, prefix: string) => {
      const rows = await db.selectFrom('settings').selectAll().where('key', 'like', `${prefix} %`).execute()
      return rows
        .map(({ key, value }) => ({ key, value }))
        .toSorted((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }))
    }

    test('run with the values of each call, in any number of rows', async () => {
      const { database } = await open()
      const { insert } = counted()
      await database.transaction(async db => {
        for (const count of [1, 2, 1, 2, 30]) {
          await db.deleteFrom('settings').where('key', 'like', 'any %').execute()
          const rows = rowsOf('any', count)
          await insert(db, rows)
          assert.deepEqual(await stored(db, 'any'), rows)
        }
      })
    })

    test('are built once for each shape: the number of rows, and the columns they have in that order', async () => {
      const { database } = await open()
      const { insert, builds } = counted()
      await database.transaction(async db => {
        for (let round = 0; round < 3; round++)
          for (const count of [1, 2]) await insert(db, rowsOf(`round-${round}-${count}`, count))
        assert.equal(builds(), 2)
        await insert(db, [{ value: 'first', key: 'turned' }])
        assert.equal(builds(), 3)
        const turned = await db.selectFrom('settings').select('value').where('key', '=', 'turned').executeTakeFirst()
        assert.equal(turned?.value, 'first')
      })
    })

    test('return rows, keep what the builder wrote itself, and use a value as often as it is put in', async () => {
      const { database } = await open()
      const find = compiled((db, { key }: { key: string }) =>
        db
          .selectFrom('settings')
          .select('value')
          .where('value', '!=', 'hidden')
          .where(eb => eb.or([eb('key', '=', key), eb('value', '=', key)])),
      )
      await database.transaction(async db => {
        const values = [
          { key: 'twice a', value: 'twice b' },
          { key: 'twice b', value: 'hidden' },
          { key: 'twice c', value: 'twice a' },
        ]
        await db.insertInto('settings').values(values).execute()
        const valuesFor = async (key: string) => (await find(db, { key })).map(({ value }) => value).toSorted()
        assert.deepEqual(await valuesFor('twice a'), ['twice a', 'twice b'])
        assert.deepEqual(await valuesFor('twice b'), ['twice b'])
        assert.deepEqual(await valuesFor('twice none'), [])
      })
    })

    test('fail at once where one works something out from a value', async () => {
      const { database } = await open()
      const lowered = compiled((db, { key }: { key: string }) =>
        db.selectFrom('settings').select('value').where('key', '=', key.toLowerCase()),
      )
      await assert.rejects(lowered(database.db, { key: 'A' }), TypeError)
      const joined = compiled((db, { key }: { key: string }) =>
        db.selectFrom('settings').select('value').where('key', '=', `${key}!`),
      )
      await assert.rejects(joined(database.db, { key: 'A' }), TypeError)
    })
  })
