import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { MOST_KEPT_BYTES, MOST_VERSIONS } from '../../../contract/catalog/versions.ts'
import { ANONYMOUS } from '../../core/callers/actor.ts'
import { rounds } from '../../testing/rounds.ts'
import { eachDatabase, type World } from '../../testing/world.ts'
import { findEntity } from '../entities/entities.ts'
import { at, editor, newTag, yaml } from '../entities/testing.ts'
import { keepVersions } from './keep.ts'
import { oldestInstant, pruneSome } from './prune.ts'

const DAY = 86_400_000

eachDatabase('what is kept of versions', world => {
  /** An entity, and a function that gives it another text as `now` is. */
  const rewriter = async (here: World) => {
    const who = await editor(here)
    const tag = newTag('rewritten')
    await who.post(yaml(tag))
    const { id } = await findEntity(here.database.db, tag)
    let [version, source, now] = [1, yaml(tag), here.time.now]
    const rewrite = async (text: string, later = 0) => {
      const before = { version, at: now, source }
      ;[version, source, now] = [version + 1, text, now + later]
      const written = { actor: ANONYMOUS, how: undefined, descriptors: [{ id, version, source, before }] }
      await here.database.transaction(db => keepVersions(written, { db, now, address: '', client: '', hasMail: false }))
    }
    const stored = async (table: 'descriptor_versions' | 'descriptor_bases') =>
      here.database.db
        .selectFrom(table)
        .select(['version', 'stored'])
        .where('entity_id', '=', id)
        .orderBy('version')
        .execute()
    return { who, tag, rewrite, stored, clock: () => now }
  }

  test('of any series of texts, each version is what was written, byte for byte', async () => {
    const here = await world()
    const piece = fc.constantFrom(
      '  a: 1\n',
      '  b: [x, y]\r\n',
      '  # ü 😀\n',
      '  long: ',
      'word '.repeat(200),
      '\n',
      '  c: "\\u0000"\n',
      '\ufeff',
    )
    const texts = fc.array(fc.array(piece, { maxLength: 12 }), { minLength: 1, maxLength: 45 })
    await fc.assert(
      fc.asyncProperty(texts, async all => {
        const { who, tag, rewrite } = await rewriter(here)
        const written = [yaml(tag), ...all.map((pieces, at) => `n: ${at}\n${pieces.join('')}`)]
        for (const text of written.slice(1)) await rewrite(text)
        for (const [index, text] of written.entries())
          assert.equal((await who.get(`${at(tag)}/versions/${index + 1}`)).text, text)
        const { ranges } = (await who.get(`${at(tag)}/versions/${written.length}/blame`)).body
        const lines = ranges.flatMap(({ lines }: { lines: string[] }) => lines)
        assert.equal(lines.join('\n'), written.at(-1)?.replace(/\n$/, ''))
      }),
      { numRuns: rounds({ short: 4, long: 40 }) },
    )
  })

  test('200 versions are kept, and the rows of more go', async () => {
    const here = await world()
    const { who, tag, rewrite, stored } = await rewriter(here)
    for (let count = 0; count < 240; count++) await rewrite(yaml(tag, `  description: number ${count}\n`))
    const { body } = await who.get(`${at(tag)}/versions`)
    assert.deepEqual([body.total, body.versions.at(-1).version], [MOST_VERSIONS, 241 - MOST_VERSIONS + 1])
    assert.equal((await who.get(`${at(tag)}/versions/41`)).status, 404)
    assert.equal((await who.get(`${at(tag)}/versions/42`)).text, yaml(tag, '  description: number 40\n'))
    assert.ok((await stored('descriptor_versions')).length < MOST_VERSIONS + 16)
    assert.ok((await stored('descriptor_bases')).length <= MOST_VERSIONS / 16 + 2)
    assert.equal((await who.get(`${at(tag)}/versions/241/blame`)).body.ranges[0].isOlder, true)
  })

  test('20 MB are kept, and the newest version in any case', async () => {
    const here = await world()
    const { who, tag, rewrite, stored } = await rewriter(here)
    const large = () => `${yaml(tag)}# ${randomBytes(1_300_000).toString('base64')}\n`
    for (let count = 0; count < 20; count++) await rewrite(large())
    const sum = [...(await stored('descriptor_versions')), ...(await stored('descriptor_bases'))].reduce(
      (bytes, row) => bytes + Number(row.stored),
      0,
    )
    assert.ok(sum <= MOST_KEPT_BYTES && sum > MOST_KEPT_BYTES / 2, `${sum} bytes`)
    const { versions } = (await who.get(`${at(tag)}/versions`)).body
    assert.ok(versions.length > 5 && versions.length < 18, `${versions.length}`)
    assert.deepEqual([versions[0].version, versions[0].isCurrent], [21, true])
  })

  test('400 days are kept from when a version was replaced, and what nothing needs any more goes', async () => {
    const here = await world()
    const { tag, rewrite, stored, clock } = await rewriter(here)
    for (let count = 0; count < 40; count++) await rewrite(yaml(tag, `  description: number ${count}\n`), 20 * DAY)
    here.time.now = clock()
    const as = (await here.person(['USER'])).session
    const listed = async () =>
      (await here.request({ url: `${at(tag)}/versions`, as })).body.versions.map(
        ({ version }: { version: number }) => version,
      )
    const expected = Array.from({ length: 21 }, (_, back) => 41 - back)
    assert.deepEqual(await listed(), [...expected, 20])
    const pruned = async (now: number) => {
      while (await here.database.transaction(db => pruneSome(db, now)));
      return (await stored('descriptor_versions')).map(({ version }) => Number(version))
    }
    assert.deepEqual((await pruned(clock())).reverse(), [...expected, 20])
    assert.deepEqual(await pruned(clock() + 5000 * DAY), [41])
    assert.equal((await stored('descriptor_bases')).length, 1)
    assert.deepEqual(await listed(), [41])
  })

  test('a version that a wrong clock dated far back is looked at once, and what is older goes', async () => {
    const here = await world()
    const { tag, rewrite, stored, clock } = await rewriter(here)
    for (const [count, later] of [0, -1000 * DAY, 1000 * DAY].entries())
      await rewrite(yaml(tag, `  description: number ${count}\n`), later)
    await here.database.transaction(db => pruneSome(db, clock()))
    assert.deepEqual(
      (await stored('descriptor_versions')).map(({ version }) => Number(version)),
      [3, 4],
    )
    const left = await here.database.db
      .selectFrom('descriptor_versions')
      .select('version')
      .where('earlier', '=', 1)
      .where('at', '<', oldestInstant(clock()))
      .execute()
    assert.deepEqual(left, [])
  })

  test('of writers at the same time, each text is a version of its own', async () => {
    const here = await world()
    const who = await editor(here)
    const tag = newTag('raced')
    await who.post(yaml(tag))
    const texts = Array.from({ length: 12 }, (_, count) => yaml(tag, `  description: by ${count}\n`))
    const answers = await Promise.all(texts.map(text => who.post(text)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    const { versions } = (await who.get(`${at(tag)}/versions`)).body
    assert.deepEqual(
      versions.map(({ version }: { version: number }) => version),
      Array.from({ length: 13 }, (_, back) => 13 - back),
    )
    const kept = await Promise.all(texts.map(async (_, one) => (await who.get(`${at(tag)}/versions/${one + 2}`)).text))
    assert.deepEqual(kept.toSorted(), texts.toSorted())
    assert.equal((await who.get(`${at(tag)}/versions/13`)).text, (await who.get(`${at(tag)}/openapi?yaml=true`)).text)
  })
})
