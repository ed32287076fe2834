import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newSecret } from '../../core/secrets/secret.ts'
import { eachDatabase, type World } from '../../testing/world.ts'
import { findEntity } from '../entities/entities.ts'
import { at, auditOf, editor, newTag, yaml } from '../entities/testing.ts'
import { pack } from './packed.ts'

eachDatabase('restoring and reading versions', world => {
  const restorer =
    (here: World, as: { cookie: string } | { bearer: string }) =>
    (tag: string, version: number, headers = {}) =>
      here.request({ method: 'POST', url: `${at(tag)}/versions/${version}/restore`, as, headers })

  test('a version is restored as a change like any other: byte for byte, under If-Match, with an audit row and a version', async () => {
    const here = await world()
    const who = await editor(here)
    const restore = restorer(here, who.as)
    const tag = newTag('restored')
    const first = `# kept\n${yaml(tag, '  description: one\r\n  x-cortex-groups: [a]\n')}`
    await who.post(first)
    await who.post(yaml(tag, '  description: two\n'))
    assert.equal((await restore(tag, 1, { 'if-match': '"1"' })).status, 409)
    const viewer = (await here.person(['VIEWER'])).session
    assert.equal((await restorer(here, viewer)(tag, 1)).status, 403)
    assert.equal((await here.request({ url: `${at(tag)}/versions/1/blame`, as: viewer })).status, 200)
    const { status, body, text } = await restore(tag, 1, { 'if-match': '"2"' })
    assert.deepEqual([status, body?.ok], [200, true], text)
    assert.equal((await who.get(`${at(tag)}/openapi?yaml=true`)).text, first)
    assert.deepEqual((await who.get(at(tag))).body.groups, ['a'])
    const { versions } = (await who.get(`${at(tag)}/versions`)).body
    assert.deepEqual([versions[0].version, versions[0].how], [3, 'RESTORE'])
    assert.equal((await auditOf(here, tag)).length, 3)
    assert.equal((await restore(tag, 3)).status, 200)
    assert.equal((await who.get(`${at(tag)}/versions`)).body.total, 3)
    for (const [version, expected] of [
      [9, 404],
      [2, 200],
    ] as const)
      assert.equal((await restore(tag, version)).status, expected)
    assert.equal((await restore(newTag('none'), 1)).status, 404)
  })

  test('a version that the rules of today refuse is answered with its violations', async () => {
    const here = await world()
    const who = await editor(here)
    const admin = (await here.person(['ADMIN'])).session
    const restore = restorer(here, who.as)
    const [type, tag] = [newTag('lamp'), newTag('strict')]
    const text = (size: string) => yaml(tag, `  x-cortex-type: ${type}\n  x-cortex-definition: {size: ${size}}\n`)
    await who.post(text('large'))
    await who.post(text('2'))
    const schema = { type: 'object', properties: { size: { type: 'integer' } } }
    const made = await here.request({
      method: 'POST',
      url: '/api/v1/catalog/definitions',
      as: admin,
      body: { type, name: type, schema },
    })
    assert.ok(made.status < 300, made.text)
    const { status, body } = await restore(tag, 1)
    assert.equal(status, 400)
    assert.equal(body.violations[0].pointer, '/info/x-cortex-definition/size')
    assert.equal((await who.get(`${at(tag)}/openapi?yaml=true`)).text, text('2'))
  })

  test('a descriptor with a secret is refused, and one from before that rule is not restored', async () => {
    const here = await world()
    const who = await editor(here)
    const tag = newTag('secret')
    const text = yaml(tag, `  description: ${newSecret('personal')}\n`)
    for (const { status, body } of [await who.post(text), await who.patch(text)])
      assert.deepEqual([status, body.field], [400, 'body'])
    await who.post(yaml(tag))
    await who.post(yaml(tag, '  description: x\n'))
    const { id } = await findEntity(here.database.db, tag)
    await here.database.transaction(db =>
      db
        .updateTable('descriptor_bases')
        .set({ text: pack(text) })
        .where('entity_id', '=', id)
        .execute(),
    )
    const { status, body } = await restorer(here, who.as)(tag, 1)
    assert.deepEqual([status, body.field], [400, 'version'])
    assert.ok(!JSON.stringify(body).includes('portico_pat_'))
  })

  test('a damaged version says so, and takes no other with it', async () => {
    const here = await world()
    const who = await editor(here)
    const tag = newTag('damaged')
    const text = (count: number) =>
      yaml(tag, `  x-cortex-groups: [${Array.from({ length: count }, (_, one) => `g${one}`)}]\n`)
    for (let count = 1; count <= 5; count++) await who.post(text(count))
    const { id } = await findEntity(here.database.db, tag)
    const damage = (version: number, bytes: Uint8Array) =>
      here.database.transaction(db =>
        db
          .updateTable('descriptor_versions')
          .set({ text: bytes })
          .where('entity_id', '=', id)
          .where('version', '=', version)
          .execute(),
      )
    await damage(3, new Uint8Array([1, 2, 3]))
    for (const path of ['3', '3/diff', '4/diff', '3/diff?against=1', '3/blame']) {
      const { status, body } = await who.get(`${at(tag)}/versions/${path}`)
      assert.deepEqual([status, body.field], [409, 'version'], path)
      assert.match(body.details, /^Version 3 can't be read/)
    }
    assert.equal((await restorer(here, who.as)(tag, 3)).status, 409)
    const { versions } = (await who.get(`${at(tag)}/versions?includeChanges=true`)).body
    assert.deepEqual(
      versions.map(({ version, isDamaged, changes }: Record<string, unknown>) => [
        version,
        isDamaged,
        changes !== undefined,
      ]),
      [
        [5, undefined, true],
        [4, undefined, false],
        [3, true, false],
        [2, undefined, true],
        [1, undefined, true],
      ],
    )
    for (const version of [1, 2, 4, 5])
      assert.equal((await who.get(`${at(tag)}/versions/${version}`)).text, text(version))
    assert.equal((await who.get(`${at(tag)}/versions/5/diff?against=2`)).status, 200)
    const blame = (await who.get(`${at(tag)}/versions/5/blame`)).body
    assert.deepEqual(blame.damaged, [3])
    assert.deepEqual(
      blame.ranges.map(({ version }: { version: number }) => version),
      [1, 5],
    )
  })

  test('a damaged base is replaced with the next change, which is stored', async () => {
    const here = await world()
    const who = await editor(here)
    const tag = newTag('base')
    for (const word of ['one', 'two']) await who.post(yaml(tag, `  description: ${word}\n`))
    const { id } = await findEntity(here.database.db, tag)
    await here.database.transaction(db =>
      db
        .updateTable('descriptor_bases')
        .set({ text: new Uint8Array([7]) })
        .where('entity_id', '=', id)
        .execute(),
    )
    const three = yaml(tag, '  description: three\n')
    assert.equal((await who.post(three)).status, 200)
    assert.equal((await who.post(yaml(tag, '  description: four\n'))).status, 200)
    assert.equal((await who.get(`${at(tag)}/versions/3`)).text, three)
    assert.equal((await who.get(`${at(tag)}/versions/2`)).status, 409)
    assert.equal((await who.get(`${at(tag)}/versions/4/diff`)).status, 200)
  })
})
