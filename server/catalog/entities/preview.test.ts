import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'
import { at, auditOf, editor, newTag, yaml } from './testing.ts'

const PREVIEW = '?dryRun=true&preview=true'

type Change = { subject: string; change: string; name: string; before?: string; after?: string }

const inLines = (changes: readonly Change[]) =>
  changes.map(({ subject, change, name, before, after }) =>
    [
      change,
      subject,
      name,
      ...(before === undefined ? [] : [before]),
      ...(after === undefined ? [] : ['→', after]),
    ].join(' '),
  )

eachDatabase('previews of descriptors', world => {
  test('a new entity: everything is added, and what names no entity is listed', async () => {
    const { get, post } = await editor(await world())
    const [tag, there] = [newTag('new'), newTag('There')]
    await post(yaml(there))
    const info = `  description: Takes orders
  x-cortex-owners: [{type: GROUP, name: nobody}, {type: GROUP, name: cloud, provider: OKTA}, {type: EMAIL, email: a@b.example}]
  x-cortex-parents: [{tag: ${there.toUpperCase()}}, {tag: nowhere}]
  x-cortex-dependency: [{tag: gone, method: GET, path: /a}, {tag: ${there}}]
`
    const { status, body } = await post(yaml(tag, info), PREVIEW)
    assert.equal(status, 200, JSON.stringify(body))
    assert.equal(body.preview.outcome, 'CREATED')
    assert.deepEqual(inLines(body.preview.changes), [
      `ADDED NAME  → ${tag.toUpperCase()}`,
      'ADDED TYPE  → service',
      'ADDED DESCRIPTION  → Takes orders',
      'ADDED OWNER nobody',
      'ADDED OWNER cloud → OKTA',
      'ADDED OWNER a@b.example',
      `ADDED PARENT ${there.toLowerCase()}`,
      'ADDED PARENT nowhere',
      'ADDED DEPENDENCY gone GET /a',
      `ADDED DEPENDENCY ${there}`,
    ])
    assert.equal(body.preview.total, 10)
    assert.deepEqual(
      body.preview.missing.map(({ subject, name }: Change) => `${subject} ${name}`),
      ['OWNER nobody', 'PARENT nowhere', 'DEPENDENCY gone'],
    )
    assert.equal((await get(at(tag))).status, 404)
  })

  test('what is added, removed and changed is named, and nothing of it is stored', async () => {
    const here = await world()
    const { get, post } = await editor(here)
    const tag = newTag()
    const info = (owner: string, more: string) =>
      yaml(tag, `  x-cortex-owners: [{type: EMAIL, email: ${owner}}]\n  x-cortex-groups: [a, b]\n${more}`)
    await post(info('old@b.example', '  x-cortex-link: [{name: Door, type: runbook, url: /a}]\n'))
    const before = (await get(at(tag))).body
    const text = info('new@b.example', '  x-cortex-link: [{name: Door, type: runbook, url: /b}]\n').replace('b]', 'c]')
    const { body } = await post(text, PREVIEW)
    assert.deepEqual(inLines(body.preview.changes), [
      'ADDED OWNER new@b.example',
      'ADDED GROUP c',
      'CHANGED LINK Door runbook, /a → runbook, /b',
      'REMOVED OWNER old@b.example',
      'REMOVED GROUP b',
    ])
    assert.equal(body.preview.outcome, 'UPDATED')
    assert.deepEqual((await get(at(tag))).body, before)
    assert.equal((await auditOf(here, tag)).length, 1)
  })

  test('is what happens: once stored, the same text changes nothing', async () => {
    const { get, post } = await editor(await world())
    const tag = newTag()
    const text = yaml(
      tag,
      '  x-cortex-relationships: [{type: uses, destinations: [{tag: far}]}]\n  x-cortex-custom-metadata: {a: 1}\n',
    )
    const { preview } = (await post(text, PREVIEW)).body
    assert.deepEqual(inLines(preview.changes).slice(2), [
      'ADDED CUSTOM_DATA a → 1 from the descriptor',
      `ADDED RELATIONSHIP ${tag} → far → uses`,
    ])
    await post(text)
    assert.deepEqual((await post(text, PREVIEW)).body.preview, {
      outcome: 'UNCHANGED',
      changes: [],
      total: 0,
      missing: [{ subject: 'RELATIONSHIP', name: 'far' }],
    })
    const commented = await post(`${text}# a comment\n`, PREVIEW)
    assert.deepEqual([commented.body.preview.outcome, commented.body.preview.total], ['UPDATED', 0])
    assert.equal((await get(at(tag))).body.version, 1)
  })

  test('of custom data it says which value wins and which loses', async () => {
    const here = await world()
    const { as, post } = await editor(here)
    const tag = newTag()
    await post(yaml(tag))
    const set = (value: unknown, query = '') =>
      here.request({ method: 'POST', url: `${at(tag)}/custom-data${query}`, as, body: { key: 'language', value } })
    await set('go')
    const declared = yaml(tag, '  x-cortex-custom-metadata: {language: rust}\n')
    assert.deepEqual(inLines((await post(declared, PREVIEW)).body.preview.changes), [
      'CHANGED CUSTOM_DATA language "go" from the API → "rust" from the descriptor, over "go" from the API',
    ])
    await post(declared)
    await set('java', '?force=true')
    assert.deepEqual(inLines((await post(declared, PREVIEW)).body.preview.changes), [
      'CHANGED CUSTOM_DATA language "java" from the API, until the descriptor is written again, over "rust" from the descriptor → "rust" from the descriptor, over "java" from the API',
    ])
  })

  test('refuses what storing would refuse: a tag that exists, an old version, a faulty text', async () => {
    const { post } = await editor(await world())
    const tag = newTag()
    await post(yaml(tag))
    assert.equal((await post(yaml(tag), `${PREVIEW}&mode=CREATE`)).status, 400)
    assert.equal((await post(yaml(tag, '  description: x\n'), PREVIEW, { 'if-match': '"7"' })).status, 409)
    assert.equal((await post('openapi: 3.0.1\n', PREVIEW)).status, 400)
    const alone = await post(yaml(tag, '  description: x\n'), '?preview=true')
    assert.equal(alone.status, 400)
    assert.equal(alone.body.details, 'preview: requires dryRun=true.')
  })

  test('takes as many statements for a large entity as for a small one, and lists the first changes', async () => {
    const here = await world()
    const { post } = await editor(here)
    const edges = (count: number) => `  x-cortex-groups: [${Array.from({ length: count }, (_, n) => `g${n}`)}]\n`
    const statements = async (count: number) => {
      const tag = newTag()
      await post(yaml(tag))
      const earlier = here.database.statements()
      const { body } = await post(yaml(tag, edges(count)), PREVIEW)
      assert.equal(body.preview.total, count)
      return here.database.statements() - earlier
    }
    assert.equal(await statements(150), await statements(2))
    const tag = newTag()
    const many = Array.from({ length: 600 }, (_, n) => `{tag: far-${n}}`)
    const { preview } = (await post(yaml(tag, `  x-cortex-dependency: [${many}]\n`), PREVIEW)).body
    assert.deepEqual([preview.total, preview.changes.length, preview.missing.length], [602, 500, 100])
  })
})
