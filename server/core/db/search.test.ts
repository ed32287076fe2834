import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { engines, onPostgres, realPostgres, sharedDatabase } from '../../testing/each-database.ts'
import { addressOf, dropPostgres, onServer } from '../../testing/template.ts'
import type { Database } from './database.ts'
import { folded } from './folded.ts'
import { indexTexts, storeText, textsHolding, withBeginnings, wordsIn } from './search.ts'
import { missingForSearch } from './trigrams.ts'

const idOf = (number: number) => `en${String(number).padStart(16, '0')}`

/** Entities with these texts and no others. */
const fill = (database: Database, texts: readonly string[]) =>
  database.transaction(async db => {
    await db.deleteFrom('entities').execute()
    for (const [number, text] of texts.entries()) {
      const row = { id: idOf(number), tag: `tag-${number}`, type: 'service', name: 'Name', document: '{}' } as const
      await db
        .insertInto('entities')
        .values({ ...row, created_at: 1, updated_at: 1, sample: 0, version: 1 })
        .execute()
      await storeText(db, 'entity_texts', { id: row.id, text: withBeginnings(text) })
    }
  })

const find = async ({ db }: Database, query: string): Promise<number[]> => {
  const { rows } = await sql<{ id: string }>`
    select id from ${textsHolding(db, 'entity_texts', wordsIn(query))} as t order by id`.execute(db)
  return rows.map(({ id }) => Number(id.slice(2)))
}

const change = (database: Database, number: number, text: string) =>
  database.transaction(db => storeText(db, 'entity_texts', { id: idOf(number), text: withBeginnings(text) }))

/** The rule itself: one or two letters begin a word, everything else is anywhere. */
const isIn = (text: string, part: string) =>
  part.length < 3 && /^\p{L}+$/u.test(part)
    ? text.split(/[^\p{L}]+/u).some(word => word.startsWith(part))
    : text.includes(part)

const tests: Record<string, (database: Database) => Promise<void>> = {
  'finds every word wherever it is in a text, before and after the text is in the index': async database => {
    await fill(database, ['payments of the shop', 'ledger', 'shopping'])
    for (const index of [() => {}, indexTexts]) {
      await index(database)
      assert.deepEqual(await find(database, 'SHOP'), [0, 2])
      assert.deepEqual(await find(database, 'shop payments'), [0])
      assert.deepEqual(await find(database, 'le'), [1], 'two letters find the beginning of a word')
      assert.deepEqual(await find(database, 'l'), [1])
      assert.deepEqual(await find(database, 'ge'), [])
      assert.deepEqual(await find(database, 'of th'), [0])
      assert.deepEqual(await find(database, 'shopx'), [])
    }
  },

  'finds a text that changed by its new words alone, and one that was deleted by none': async database => {
    await fill(database, ['payments', 'ledger'])
    await indexTexts(database)
    await change(database, 0, 'invoices')
    for (const index of [() => {}, indexTexts]) {
      await index(database)
      assert.deepEqual(await find(database, 'payments'), [])
      assert.deepEqual(await find(database, 'invoices'), [0])
    }
    await database.transaction(db => db.deleteFrom('entities').where('id', '=', idOf(0)).execute())
    assert.deepEqual(await find(database, 'invoices'), [])
    assert.deepEqual(await find(database, 'ledger'), [1])
  },

  'finds what looking at every text finds, whatever signs texts and words are made of': async database => {
    const sign = fc.constantFrom(...'abé%_!"\'*-\\😀ß:(')
    const word = fc.string({ unit: sign, minLength: 1, maxLength: 5 })
    const text = fc.array(word, { maxLength: 6 }).map(words => words.join(' '))
    const texts = fc.sample(text, { numRuns: 60, seed: 1 }).map(folded)
    await fill(database, texts)
    await indexTexts(database)
    await change(database, 7, 'aba "ab" %_!')
    const now = texts.with(7, 'aba "ab" %_!')
    for (const query of fc.sample(fc.array(word, { minLength: 1, maxLength: 2 }), { numRuns: 150, seed: 2 })) {
      const expected = now.flatMap((one, number) => (query.every(part => isIn(one, folded(part))) ? [number] : []))
      assert.deepEqual(await find(database, query.join(' ')), expected, JSON.stringify(query))
    }
  },
}

for (const engine of engines)
  suite(`a search (${engine.name})`, () => {
    const open = sharedDatabase(engine)
    for (const [name, work] of Object.entries(tests)) test(name, async () => work((await open()).database))
  })

/** An empty database on a real server, at the address of a role that may create tables in it and no extension. */
const withoutExtensions = async (server: string) => {
  const name = `portico_test_${process.pid}_${randomBytes(4).toString('hex')}`
  const url = addressOf(server, name)
  const run = (address: string, ...statements: string[]) =>
    onServer(address, async client => {
      for (const statement of statements) await client.query(statement)
    })
  await run(server, `create database ${name}`, `create role ${name} login`)
  await run(url, `grant usage, create on schema public to ${name}`)
  const limited = new URL(url)
  limited.username = name
  const remove = async () => {
    await dropPostgres(server, name)
    await run(server, `drop role ${name}`)
  }
  return { url: limited.href, remove }
}

test('a database where the extension for trigrams may not be created is searched all the same', async context => {
  const server = await realPostgres()
  if (!server) return context.skip('PGlite, on which everything runs then, has no such extension')
  const { url, remove } = await withoutExtensions(server)
  try {
    await onPostgres(url, async database => {
      await database.migrate()
      const { rows } = await sql`select 1 from pg_extension where extname = 'pg_trgm'`.execute(database.db)
      assert.deepEqual(rows, [])
      await fill(database, ['payments of the shop', 'ledger'])
      assert.deepEqual(await find(database, 'shop pay'), [0])
      const command = await missingForSearch(database.db)
      assert.match(command ?? '', /^create extension if not exists pg_trgm; create index entity_texts_words /)
      const address = new URL(server)
      address.pathname = new URL(url).pathname
      await onServer(address.href, client => client.query(command ?? ''))
      assert.equal(await missingForSearch(database.db), undefined)
    })
  } finally {
    await remove()
  }
})
