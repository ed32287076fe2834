import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CompiledQuery } from 'kysely'
import pg from 'pg'
import { freshPostgres, realPostgres } from '../../testing/each-database.ts'
import { openPostgres } from './postgres.ts'
import { poolAt } from './postgres-pool.ts'
import { statementNames } from './statement-names.ts'

const server = await realPostgres() // before the first test: the runner may end a file that has none left

test('only a text that comes again is named, always alike', () => {
  const names = statementNames()
  assert.deepEqual(
    [1, 2, 3, 4].map(() => names.of('select 1')),
    [undefined, undefined, undefined, undefined],
  )
  const name = names.of('select 1')
  assert.ok(name)
  assert.equal(names.of('select 1'), name)
  const long = `select ${'1,'.repeat(3_000)}1`
  for (let use = 0; use < 10; use++) assert.equal(names.of(long), undefined)
  names.forget()
  assert.deepEqual(
    [1, 2, 3, 4].map(() => names.of('select 1')),
    [undefined, undefined, undefined, undefined],
  )
  assert.notEqual(names.of('select 1'), name, 'a name that was given up never means something else')
})

test('texts that keep coming, each a few times, do not make it grow without end', () => {
  const names = statementNames()
  const named = Array.from({ length: 3_000 }, (_, text) => [1, 2, 3, 4, 5].map(() => names.of(`select ${text}`)).at(-1))
  assert.equal(new Set(named).size, 257) // 256 names, and none for the others
})

test('a transaction goes on when another node changes what its statements return', {
  skip: server ? false : 'no PostgreSQL answers here',
}, async () => {
  const { url, drop } = await freshPostgres(server ?? '')
  const database = openPostgres(poolAt(url, { max: 2 }))
  const read = () =>
    database.transaction(async db => {
      const { rows } = await db.executeQuery<object>(CompiledQuery.raw("select * from settings where key = 'theme'"))
      return rows.map(row => Object.keys(row))
    })
  await database.transaction(db => db.insertInto('settings').values({ key: 'theme', value: 'dark' }).execute())
  for (let use = 0; use < 10; use++) await Promise.all([read(), read()])
  const prepared = await database.transaction(async db => {
    const { rows } = await db.executeQuery(
      CompiledQuery.raw("select name from pg_prepared_statements where statement ~ 'settings'"),
    )
    return rows.length
  })
  assert.ok(prepared > 0, 'it is prepared')
  const other = new pg.Client({ connectionString: url })
  await other.connect()
  await other.query('alter table settings add column note text')
  await other.end()
  for (let use = 0; use < 10; use++)
    for (const columns of await Promise.all([read(), read()])) assert.deepEqual(columns, [['key', 'value', 'note']])
  await database.close()
  await drop()
})
