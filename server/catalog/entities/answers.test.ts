import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rounds } from '../../testing/rounds.ts'
import { eachDatabase } from '../../testing/world.ts'
import { OWN_FORMAT } from './own.ts'
import { renewOwn } from './renew.ts'
import { at, editor, newTag, partOfTest, yaml } from './testing.ts'

const names = ['a', 'b', 'c', 'd', 'e'] as const
const name = fc.constantFrom(...names)
const some = fc.uniqueArray(name, { maxLength: 2 })
const inheritance = fc.constantFrom('APPEND', 'FALLBACK', 'NONE')
const person = fc.constantFrom('ada@example.com', 'bob@example.com')

const descriptor = fc.record({
  what: fc.constant('write'),
  name,
  type: fc.constantFrom('service', 'domain', 'team'),
  parents: some,
  teams: fc.array(fc.record({ name, inheritance }), { maxLength: 2 }),
  people: fc.uniqueArray(person, { maxLength: 2 }),
  groups: some,
  description: fc.option(fc.constantFrom('Does "this"', 'Zeile\u2028und\u2029Ende', '😀 \\n')),
  definition: fc.option(fc.constantFrom('{"n": 1.50}', '"text\\nwith a break"')),
} as const)
const row = fc.record({ what: fc.constantFrom('archive', 'unarchive', 'delete'), name } as const)
const edits = fc.array(fc.oneof({ weight: 4, arbitrary: descriptor }, row), { minLength: 3, maxLength: 10 })

/** A depth that no other test asks for. */
const ASKED = '4321'

partOfTest({
  detail: { name: 'lamps', isAsked: ({ hierarchyDepth }) => hierarchyDepth === ASKED },
  row: { name: 'lamps', isAsked: ({ hierarchyDepth }) => hierarchyDepth === ASKED },
  reads: [],
  read: async ({ db, rows }) => {
    const ids = rows.map(({ id }) => id)
    const found = await db.selectFrom('entities').select(['id', 'tag']).where('id', 'in', ids).execute()
    const tags = new Map(found.map(({ id, tag }) => [id, tag]))
    return ({ id }) => JSON.stringify([`${tags.get(id)} among ${tags.size}`])
  },
})

type Edit = typeof edits extends fc.Arbitrary<(infer One)[]> ? One : never

const list = (key: string, items: readonly string[]) =>
  items.length === 0 ? '' : `  ${key}:\n${items.map(item => `    - ${item}\n`).join('')}`

const textOf = (tag: string, tagOf: (name: string) => string, edit: Extract<Edit, { parents: unknown }>) =>
  yaml(
    tag,
    [
      `  x-cortex-type: ${edit.type}\n`,
      edit.description === null ? '' : `  description: ${JSON.stringify(edit.description)}\n`,
      edit.definition === null ? '' : `  x-cortex-definition: {value: ${edit.definition}}\n`,
      list('x-cortex-groups', edit.groups),
      list(
        'x-cortex-parents',
        edit.parents.map(parent => `{tag: ${tagOf(parent)}}`),
      ),
      list('x-cortex-owners', [
        ...edit.teams.map(
          one => `{type: group, name: ${tagOf(one.name)}, provider: CORTEX, inheritance: ${one.inheritance}}`,
        ),
        ...edit.people.map(email => `{type: email, email: ${email}}`),
      ]),
    ].join(''),
  )

eachDatabase('answers about entities', world => {
  const catalog = async () => {
    const here = await world()
    const { as, post, put } = await editor(here)
    const admin = (await here.person(['ADMIN'])).session
    const tags = Object.fromEntries(names.map(one => [one, newTag(one)]))
    const tagOf = (one: string) => tags[one] ?? one
    const urls = names.flatMap(one =>
      ['', '?abilities=true', '?hierarchyDepth=1&includeHierarchyFields=groups', '?includeOwners=false'].map(
        query => at(tagOf(one)) + query,
      ),
    )
    const listed =
      '/api/v1/catalog?types=service,domain,team&includeArchived=true&includeOwners=true&includeMetadata=true&includeLinks=true&includeSlackChannels=true&includeNestedFields=team:members'
    const make = async (edit: Edit) => {
      const url = at(tagOf(edit.name))
      const answer =
        'parents' in edit
          ? await post(textOf(tagOf(edit.name), tagOf, edit))
          : edit.what === 'delete'
            ? await here.request({ method: 'DELETE', url, as: admin })
            : await put(`${url}/${edit.what}`)
      assert.ok([200, 403, 404].includes(answer.status), answer.text)
    }
    const readAll = () => Promise.all([...urls, listed].map(url => here.request({ url, as })))
    const forgetTexts = () => here.database.transaction(db => db.deleteFrom('entity_own').execute())
    const askAgain = (url: string, etag: string) =>
      here.request({ url, as, headers: { 'if-none-match': `"0.0", W/${etag}` } })
    return { urls, make, readAll, forgetTexts, askAgain }
  }

  test('kept texts give the answers that the documents give, and no entity tag outlives its answer, over any edits', async () => {
    const { urls, make, readAll, forgetTexts, askAgain } = await catalog()
    await fc.assert(
      fc.asyncProperty(edits, async all => {
        for (const edit of all) {
          const before = await readAll()
          await make(edit)
          const after = await readAll()
          for (const [index, url] of urls.entries()) {
            const [old, now] = [before[index], after[index]]
            if (old?.status !== 200) continue
            const again = await askAgain(url, String(old.headers.etag))
            if (again.status === 304) assert.equal(now?.text, old.text, url)
            else if (again.status === 200) assert.equal(again.text, now?.text, url)
            else assert.equal(again.status, now?.status, url)
          }
        }
        const kept = await readAll()
        await forgetTexts()
        const afresh = await readAll()
        for (const [index, { text, status }] of kept.entries())
          if (status === 200) assert.equal(afresh[index]?.text, text)
      }),
      { numRuns: rounds({ short: 2, long: 4 }) },
    )
  })

  test('a child whose ancestor gets another owner gets a new answer, and an answer that stays is 304 with nothing in it', async () => {
    const here = await world()
    const { get, post, as } = await editor(here)
    const [parent, child, team] = [newTag(), newTag(), newTag('team')]
    const owned = (more: string) => yaml(parent, `  x-cortex-type: domain\n${more}`)
    await post(yaml(team, '  x-cortex-type: team\n'))
    await post(owned(''))
    await post(yaml(child, `  x-cortex-parents: [{tag: ${parent}}]\n`))
    const first = await get(at(child))
    const etag = String(first.headers.etag)
    assert.match(etag, /^"1\.[0-9a-z]+"$/)
    const same = await here.request({ url: at(child), as, headers: { 'if-none-match': etag } })
    assert.deepEqual([same.status, same.text, same.headers.etag], [304, '', etag])
    await post(owned(`  x-cortex-owners: [{type: group, name: ${team}, inheritance: APPEND}]\n`))
    const next = await here.request({ url: at(child), as, headers: { 'if-none-match': etag } })
    assert.equal(next.status, 200)
    assert.equal(next.body.ownersV2.teams[0].tag, team)
    assert.notEqual(next.headers.etag, etag)
  })

  test('an entity tag is a version to write by, and only a reader gets 304', async () => {
    const here = await world()
    const { get, post, put } = await editor(here)
    const tag = newTag()
    await post(yaml(tag))
    const etag = String((await get(at(tag))).headers.etag)
    assert.equal((await post(yaml(tag, '  description: x\n'), '', { 'if-match': etag })).status, 200)
    assert.equal((await post(yaml(tag, '  description: y\n'), '', { 'if-match': etag })).status, 409)
    assert.equal((await put(`${at(tag)}/archive`, { 'if-match': etag })).status, 409)
    const now = String((await get(at(tag))).headers.etag)
    const stranger = await here.request({ url: at(tag), headers: { 'if-none-match': now } })
    assert.equal(stranger.status, 401)
    const elsewhere = await here.request({
      url: `${at(tag)}?abilities=true`,
      as: (await here.person(['VIEWER'])).session,
      headers: { 'if-none-match': now },
    })
    assert.equal(elsewhere.status, 200)
  })

  test('a part of another slice is read once for all entities of an answer, and only where it is asked for', async () => {
    const here = await world()
    const { get, post } = await editor(here)
    const [one, other] = [newTag('lamp'), newTag('lamp')]
    for (const tag of [one, other]) await post(yaml(tag, '  x-cortex-type: lamp\n  x-cortex-definition: {}\n'))
    assert.equal((await get(at(one))).body.lamps, undefined)
    const detail = await get(`${at(one)}?hierarchyDepth=${ASKED}`)
    assert.equal(detail.status, 200, detail.text)
    assert.deepEqual(detail.body.lamps, [`${one} among 1`])
    const { body } = await get(`/api/v1/catalog?types=lamp&hierarchyDepth=${ASKED}`)
    const lamps = body.entities.map((entity: { lamps: unknown }) => entity.lamps)
    assert.deepEqual(lamps.toSorted(), [[`${one} among 2`], [`${other} among 2`]].toSorted())
    const unasked = (await get('/api/v1/catalog?types=lamp')).body.entities
    assert.equal(unasked[0].lamps, undefined)
  })

  test('texts from before this format are made again by a job, and damaged documents do not stop it', async () => {
    const here = await world()
    const { post } = await editor(here)
    const tags = Array.from({ length: 205 }, () => newTag('old'))
    for (const tag of tags) await post(yaml(tag))
    const { database } = here
    const rows = await database.db.selectFrom('entities').select(['id', 'document']).where('tag', 'in', tags).execute()
    const ids = rows.map(({ id }) => id)
    const [damaged] = rows
    await database.transaction(async db => {
      await db.updateTable('entity_own').set({ format: 0 }).where('id', 'in', ids).execute()
      await db
        .updateTable('entities')
        .set({ document: 'x' })
        .where('id', '=', damaged?.id ?? '')
        .execute()
    })
    await renewOwn({ database, write: database.transaction, signal: new AbortController().signal })
    const kept = await database.db.selectFrom('entity_own').select(['id', 'format']).where('id', 'in', ids).execute()
    assert.deepEqual(
      kept.filter(({ format }) => format !== OWN_FORMAT).map(({ id }) => id),
      [damaged?.id],
    )
    await database.transaction(db =>
      db
        .updateTable('entities')
        .set({ document: damaged?.document ?? '' })
        .where('id', '=', damaged?.id ?? '')
        .execute(),
    )
  })

  test('a kept text that is damaged, or older than its document, is not used', async () => {
    const here = await world()
    const { get, post } = await editor(here)
    const tag = newTag()
    await post(yaml(tag, '  x-cortex-groups: [one]\n'))
    const whole = await get(at(tag))
    const { id } = whole.body
    const set = (change: { text?: string; format?: number }) =>
      here.database.transaction(db => db.updateTable('entity_own').set(change).where('id', '=', id).execute())
    for (const change of [{ text: '["two"]\n' }, { text: '' }, { format: 0 }]) {
      await set(change)
      assert.equal((await get(at(tag))).text, whole.text)
    }
  })
})
