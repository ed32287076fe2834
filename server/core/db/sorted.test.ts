/**
 * Every operation that takes `sort`, in each of its orders, page after page over rows of which many are equal: nothing is missing,
 * nothing comes twice, the rows are in the order that was asked for, and it is the same on both engines.
 */
import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { sql } from 'kysely'
import type { OperationSpec } from '../../../contract/core/operation.ts'
import { firstOrder } from '../../../contract/core/orders.ts'
import { type Engine, engines, sharedDatabase } from '../../testing/each-database.ts'
import { seedRows } from '../../testing/many-rows.ts'
import { idOf } from '../../testing/rows/values.ts'
import { createWorld, type World } from '../../testing/world.ts'
import { propertiesOf } from '../http/schema-parts.ts'

const ROWS = 200
const PAGE_SIZE = 45
const LISTS = 7

const NAMES = `case created_at % 7 when 0 then 'anna' when 1 then 'Anna' when 2 then 'ähre' when 3 then 'Zed' when 4 then 'zed' else 'Ben ' || (created_at % 5) end`

/** Rows that are equal in what they are sorted by, more of them than a page has. */
const TIES = [
  `update users set name = ${NAMES}, last_sign_in_at = case when created_at % 3 > 0 then 1800000000000 + created_at % 4 end`,
  `update credentials set name = ${NAMES.replaceAll('created_at', '(created_at / 60000)')}`,
  'update credentials set created_at = created_at - created_at % 1000000000',
  `insert into credential_uses (cid, last_used_at, last_used_address, last_used_client)
    select cid, created_at, '10.0.0.1', 'curl 8' from credentials where kind = 'workspace' and read_only = 1`,
  'update entities set updated_at = updated_at - length(tag)',
  `update entities set name = ${NAMES.replaceAll('created_at', 'length(tag)')}`,
  'update entities set folded_name = lower(name)',
  'update scorecards set updated_at = updated_at - length(tag)',
  `update scorecards set name = ${NAMES.replaceAll('created_at', 'updated_at')}`,
  'update audit_logs set at = at - at % 60000',
  'update token_uses set last_at = last_at - last_at % 3600000',
]

type Row = Readonly<Record<string, unknown>>

const instant = (value: unknown, none: number) => (typeof value === 'string' ? Date.parse(value) : none)
const lowered = (value: unknown) => String(value).replace(/[A-Z]/g, letter => letter.toLowerCase())

/** What a row is sorted by, as its answer has it. */
const VALUES: Readonly<Record<string, (row: Row) => number | string>> = {
  tag: ({ tag }) => String(tag),
  name: ({ name }) => lowered(name),
  email: ({ email }) => String(email),
  created: ({ createdDate }) => instant(createdDate, 0),
  expires: ({ expirationDate }) => instant(expirationDate, Number.POSITIVE_INFINITY),
  lastUsed: ({ lastUsed }) => instant(Object(lastUsed).at, 0),
  lastSignIn: ({ lastSignIn }) => instant(lastSignIn, 0),
  lastUpdated: ({ lastUpdated }) => instant(lastUpdated, 0),
  time: ({ timestamp, lastAt }) => instant(timestamp ?? lastAt, 0),
}

const compare = (one: number | string, other: number | string) =>
  typeof one === 'string' ? Buffer.compare(Buffer.from(one), Buffer.from(String(other))) : one - Number(other)

/** The sorts that an operation takes. */
const sortsOf = ({ query }: OperationSpec): string[] => {
  const [, schema] = (query ? propertiesOf(query) : []).find(([name]) => name === 'sort') ?? []
  const values: unknown = Object(schema).enum
  return Array.isArray(values) ? values.map(String) : []
}

const rowsIn = (answer: object): Row[] => Object.values(answer).find(Array.isArray) ?? []

/** What both engines answered, by the address. */
const walked = new Map<string, string[]>()

const testsOn = (engine: Engine) => {
  const open = sharedDatabase(engine)
  let here: World
  let as: { cookie: string }

  before(async () => {
    const { database } = await open()
    const { cookie } = await seedRows(database, { rows: ROWS, isPostgres: engine.name !== 'SQLite' })
    as = { cookie }
    await database.transaction(async db => {
      for (const text of TIES) await sql.raw(text).execute(db)
    })
    here = await createWorld(database)
  })

  const walk = async (url: string): Promise<Row[]> => {
    const rows: Row[] = []
    for (let page = 0; ; page++) {
      const { status, body } = await here.request({ url: `${url}&pageSize=${PAGE_SIZE}&page=${page}`, as })
      assert.equal(status, 200, url)
      const found = rowsIn(body)
      rows.push(...found)
      if (found.length > 0) continue
      assert.equal(rows.length, body.total, `${url}: rows on all pages`)
      return rows
    }
  }

  /** The rows in this order, which were checked. */
  const checked = async (operation: OperationSpec, sort: string, order: 'asc' | 'desc'): Promise<string[]> => {
    const path = operation.path.replace('{cid}', idOf('pt', 0))
    const url = `${path}?sort=${sort}&order=${order}`
    const rows = await walk(url)
    const value = VALUES[sort]
    assert.ok(value, `say what a row is sorted by ${sort} by`)
    const values = rows.map(value)
    assert.ok(values.length > 2 * PAGE_SIZE, `${url}: ${values.length} rows`)
    if (sort !== 'tag' && sort !== 'email') assert.ok(new Set(values).size < values.length, `${url} has no ties`)
    const ascending = order === 'asc' ? values : values.toReversed()
    assert.deepEqual(ascending, ascending.toSorted(compare), url)
    const texts = rows.map(row => String(row.cid ?? row.id ?? row.tag ?? JSON.stringify(row)))
    assert.equal(new Set(texts).size, texts.length, `${url} has rows twice`)
    assert.deepEqual(texts, walked.get(url) ?? texts, `${url} differs between the engines`)
    walked.set(url, texts)
    return texts
  }

  test('each list in each of its orders has each row once, the same on both engines', async () => {
    const lists = here.app.routes.map(({ operation }) => operation).filter(one => sortsOf(one).length > 0)
    assert.ok(lists.length >= LISTS)
    for (const operation of lists)
      for (const sort of sortsOf(operation)) {
        const [up, down] = [await checked(operation, sort, 'asc'), await checked(operation, sort, 'desc')]
        assert.deepEqual(down, up.toReversed(), `${operation.id} by ${sort}: ties too are the other way round`)
        const path = operation.path.replace('{cid}', idOf('pt', 0))
        const { body } = await here.request({ url: `${path}?sort=${sort}&pageSize=1`, as })
        const [first] = rowsIn(body)
        const expected = firstOrder(sort) === 'asc' ? up[0] : down[0]
        assert.equal(first?.cid ?? first?.id ?? first?.tag ?? JSON.stringify(first), expected, `${path} by ${sort}`)
      }
  })
}

for (const engine of engines) suite(`sorted lists (${engine.name})`, () => testsOn(engine))
