import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'
import { at, auditOf, editor, newTag, OPEN_API, yaml } from './testing.ts'

eachDatabase('writing entities', world => {
  test('a personal token does what its owner may, and the log says which one it was', async () => {
    const here = await world()
    const [user, viewer] = [await here.person(['USER']), await here.person(['VIEWER'])]
    const tag = newTag()
    const send = async (owner: { id: string }) =>
      here.request({ method: 'POST', url: OPEN_API, as: { bearer: (await here.token(owner)).bearer }, body: yaml(tag) })
    assert.equal((await send(viewer)).status, 403)
    assert.equal((await send(user)).status, 200)
    const [row] = await auditOf(here, tag)
    assert.equal(row?.action, 'CREATE')
    assert.equal(row?.actor_type, 'PERSONAL_API_KEY')
    assert.equal(row?.changes.name.after, tag.toUpperCase())
  })

  test('a second descriptor replaces the first, keeps the identifier and logs what changed', async () => {
    const here = await world()
    const { get, post } = await editor(here)
    const tag = newTag()
    await post(yaml(tag, '  x-cortex-groups: [a]\n  x-cortex-children: [{tag: x}]\n'))
    const first = await get(at(tag))
    await post(yaml(tag, '  x-cortex-groups: [b]\n  x-cortex-parents: [{tag: y}]\n'))
    const second = await get(at(tag))
    assert.equal(second.body.id, first.body.id)
    assert.equal(second.body.version, 2)
    assert.deepEqual(second.body.groups, ['b'])
    const [, update] = await auditOf(here, tag)
    assert.equal(update?.action, 'UPDATE')
    assert.deepEqual(Object.keys(update?.changes ?? {}).sort(), ['children', 'descriptor', 'groups', 'parents'])
    assert.deepEqual(update?.changes.groups, { before: ['a'], after: ['b'] })
    assert.deepEqual(update?.changes.children, { before: ['x'], after: null })
    assert.doesNotMatch(JSON.stringify(update?.changes), /openapi/)
  })

  test('the same descriptor again changes nothing and leaves no row in the log', async () => {
    const here = await world()
    const { get, post } = await editor(here)
    const tag = newTag()
    for (let time = 0; time < 3; time++) assert.equal((await post(yaml(tag))).status, 200)
    assert.equal((await get(at(tag))).body.version, 1)
    assert.equal((await auditOf(here, tag)).length, 1)
  })

  test('a faulty descriptor is answered with violations, their lines and pointers, and changes nothing', async () => {
    const { get, post } = await editor(await world())
    const tag = newTag()
    const { status, body } = await post(`openapi: 3.0.1\ninfo:\n  x-cortex-tag: ${tag}\n  x-cortex-type: gadget\n`)
    assert.equal(status, 400)
    assert.equal(body.ok, false)
    assert.deepEqual(
      body.violations.map(({ pointer, violationType, startLine }: Record<string, unknown>) => [
        pointer,
        violationType,
        startLine,
      ]),
      [
        ['/info/title', 'MUST', 2],
        ['/info/x-cortex-definition', 'MUST', 2],
      ],
    )
    assert.equal((await get(at(tag))).status, 404)
  })

  test('malformed blocks are warnings, and the entity is stored', async () => {
    const { get, post } = await editor(await world())
    const tag = newTag()
    const { status, body } = await post(yaml(tag, '  x-cortex-groups: text\n'))
    assert.equal(status, 200)
    assert.equal(body.ok, true)
    assert.equal(body.violations[0].violationType, 'SHOULD')
    assert.equal(body.violations[0].startLine, 5)
    assert.equal((await get(at(tag))).status, 200)
  })

  test('text that is no YAML, bombs and bad bytes are refused with violations or a problem', async () => {
    const { post } = await editor(await world())
    for (const text of [
      '',
      'a: [',
      '\0',
      'a: b: c',
      `x: ${'['.repeat(5000)}`,
      'a: &a [1]\n? *a\n: 1',
      '---\na: 1\n---\nb: 1',
    ])
      assert.equal((await post(text)).status, 400, text.slice(0, 20))
  })

  test('a dry run says what would be wrong and stores nothing', async () => {
    const here = await world()
    const { get, post, patch } = await editor(here)
    const tag = newTag()
    assert.equal((await post(yaml(tag, '  x-cortex-groups: text\n'), '?dryRun=True')).body.violations.length, 1)
    assert.equal((await patch(yaml(tag), '?dryRun=true')).status, 200)
    assert.equal((await get(at(tag))).status, 404)
    assert.equal((await auditOf(here, tag)).length, 0)
  })

  test('the mode CREATE refuses a tag that exists, with a violation', async () => {
    const { post } = await editor(await world())
    const tag = newTag()
    assert.equal((await post(yaml(tag), '?mode=CREATE')).status, 200)
    for (const query of ['?mode=CREATE', '?mode=CREATE&dryRun=true']) {
      const { status, body } = await post(yaml(tag), query)
      assert.equal(status, 400)
      assert.match(body.violations[0].description, /already/)
      assert.equal(body.violations[0].pointer, '/info/x-cortex-tag')
    }
  })

  test('another person’s change in the meantime is a conflict for who says which version they saw', async () => {
    const { get, post, patch, put, remove } = await editor(await world())
    const tag = newTag()
    await post(yaml(tag))
    await post(yaml(tag, '  description: new\n'))
    const stale = { 'if-match': '"1"' }
    for (const { status } of [
      await post(yaml(tag, '  description: old\n'), '', stale),
      await patch(yaml(tag, '  description: old\n'), '', stale),
      await put(`${at(tag)}/archive`, stale),
      await remove(at(tag), stale),
    ])
      assert.equal(status, 409)
    assert.equal((await get(at(tag))).body.description, 'new')
    assert.equal((await post(yaml(tag, '  description: newer\n'), '', { 'if-match': '"2"' })).status, 200)
    assert.equal((await post(yaml(newTag()), '', { 'if-match': '"1"' })).status, 409)
  })

  test('a patch merges, creates with 201, and with failIfEntityDoesNotExist answers 404', async () => {
    const { get, patch } = await editor(await world())
    const tag = newTag()
    const absent = await patch(yaml(tag), '?failIfEntityDoesNotExist=True')
    assert.equal(absent.status, 404)
    assert.equal(absent.body.message, 'Not Found')
    assert.equal((await patch(yaml(tag, '  x-cortex-groups: [a]\n  x-gone: 1\n'))).status, 201)
    const part = `info:\n  x-cortex-tag: ${tag}\n  x-cortex-groups: [a, b]\n  x-gone: __delete__\n`
    assert.equal((await patch(part, '?appendArrays=True&deleteMarkerValue=__delete__')).status, 200)
    const { body } = await get(at(tag))
    assert.deepEqual(body.groups, ['a', 'b'])
    const text = (await get(`${at(tag)}/openapi?yaml=true`)).text
    assert.equal(text, yaml(tag, '  x-cortex-groups: [a, b]\n'))
  })

  test('a patch without a tag, or one that breaks the entity, is refused', async () => {
    const { get, patch, post } = await editor(await world())
    const tag = newTag()
    await post(yaml(tag))
    assert.equal((await patch('info: {title: x}\n')).body.violations[0].pointer, '/info/x-cortex-tag')
    assert.equal((await patch(`info: {title: null, x-cortex-tag: ${tag}}\n`)).status, 400)
    assert.equal((await get(at(tag))).body.name, tag.toUpperCase())
  })

  test('patches of many writers at once all arrive', async () => {
    const { get, patch } = await editor(await world())
    const tag = newTag()
    const groups = Array.from({ length: 12 }, (_, index) => `g${index}`)
    await patch(yaml(tag, '  x-cortex-groups: []\n'))
    const part = (group: string) => `info: {x-cortex-tag: ${tag}, x-cortex-groups: [${group}]}\n`
    const answers = await Promise.all(groups.map(group => patch(part(group), '?appendArrays=true')))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.deepEqual((await get(at(tag))).body.groups.sort(), groups.sort())
  })

  test('a large descriptor is read beside other requests', async () => {
    const { get, post, patch } = await editor(await world())
    const tag = newTag()
    const paths = Array.from(
      { length: 2000 },
      (_, index) => `  /things/${index}: {get: {summary: Get thing ${index}}}\n`,
    )
    const text = yaml(tag, '', `paths:\n${paths.join('')}`)
    assert.ok(text.length > 32 * 1024)
    assert.equal((await post(text)).status, 200)
    assert.equal((await patch(`info: {x-cortex-tag: ${tag}, description: Large}\n`)).status, 200)
    assert.equal((await get(at(tag))).body.description, 'Large')
    assert.equal((await get(`${at(tag)}/openapi`)).body.paths['/things/1999'].get.summary, 'Get thing 1999')
  })

  test('archiving hides an entity from lists and relatives, twice is fine, and it comes back', async () => {
    const here = await world()
    const { get, post, put } = await editor(here)
    const [parent, child] = [newTag('parent'), newTag('child')]
    await post(yaml(parent, `  x-cortex-children: [{tag: ${child}}]\n`))
    await post(yaml(child))
    for (let time = 0; time < 2; time++) {
      const archived = await put(`${at(child)}/archive`)
      assert.equal(archived.status, 200)
      assert.equal(archived.body.isArchived, true)
      assert.equal(archived.body.hierarchy.parents[0].tag, parent)
    }
    assert.deepEqual((await get(at(parent))).body.hierarchy.children, [])
    assert.equal((await get(at(child))).body.isArchived, true)
    await post(yaml(child, '  description: still archived\n'))
    assert.equal((await put(`${at(child)}/unarchive`)).body.isArchived, false)
    assert.deepEqual(
      (await auditOf(here, child)).map(({ changes }) => changes.isArchived?.after),
      [undefined, true, undefined, false],
    )
  })

  test('a deleted entity is gone, and its tag may be used again', async () => {
    const here = await world()
    const { get, post, remove } = await editor(here)
    const tag = newTag()
    await post(yaml(tag, '  x-cortex-groups: [a]\n'))
    const { id } = (await get(at(tag))).body
    const deleted = await remove(at(tag))
    assert.equal(deleted.status, 200)
    assert.equal(deleted.text, '')
    for (const one of [tag, id]) assert.equal((await get(at(one))).status, 404)
    assert.equal((await remove(at(tag))).status, 404)
    assert.equal((await post(yaml(tag))).status, 200)
    assert.notEqual((await get(at(tag))).body.id, id)
    assert.deepEqual(
      (await auditOf(here, tag)).map(({ action }) => action),
      ['CREATE', 'DELETE', 'CREATE'],
    )
  })
})
