import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'

const url = '/api/v1/scorecards'
const descriptorUrl = `${url}/descriptor`

const yaml = (tag: string, more = '') =>
  `# kept as written\ntag: ${tag}\nname: Card ${tag}\n${more}rules:\n  - expression: git != null\n    title: In git\n`

const logsOf = async ({ person, request }: World, tag: string) => {
  const admin = await person(['ADMIN'])
  const { body } = await request({
    url: `/api/v1/audit-logs?objectTypes=SCORECARD&objectIdentifiers=${tag}`,
    as: admin.session,
  })
  return body.logs
}

const post = async (
  here: World,
  body: string,
  { query = '', headers = {} }: { query?: string; headers?: Record<string, string> } = {},
) => {
  const editor = await here.token(await here.person(['MANAGER']))
  return here.request({ method: 'POST', url: descriptorUrl + query, as: editor, body, headers })
}

eachDatabase('Scorecards', world => {
  test('a manager’s token creates one, everybody reads it, and the text comes back as written', async () => {
    const here = await world()
    const text = yaml('first', 'filter: {types: {include: [service]}}\n')
    const made = await post(here, text)
    assert.equal(made.status, 200)
    assert.equal(made.body.scorecard.tag, 'first')
    assert.equal('violations' in made.body, false)
    const viewer = await here.person(['VIEWER'])
    const read = await here.request({ url: `${url}/first`, as: viewer.session })
    assert.deepEqual(read.body, made.body)
    const { status, headers, text: source } = await here.request({ url: `${url}/first/descriptor`, as: viewer.session })
    assert.equal(status, 200)
    assert.equal(headers['content-type'], 'application/yaml; charset=utf-8')
    assert.equal(source, text)
  })

  test('a viewer’s and a user’s token may not write, and the refusal names the missing permission', async () => {
    const here = await world()
    for (const role of ['VIEWER', 'USER']) {
      const as = await here.token(await here.person([role]))
      const refused = await here.request({ method: 'POST', url: descriptorUrl, as, body: yaml('nope') })
      assert.equal(refused.status, 403)
      assert.equal(refused.body.missingPermission, 'EDIT_SCORECARDS')
    }
    const admin = await here.person(['ADMIN'])
    assert.equal((await here.request({ url: `${url}/nope`, as: admin.session })).status, 404)
  })

  test('faults are violations with line and pointer, beside the fields of every error', async () => {
    const here = await world()
    const refused = await post(here, 'tag: bad\nname: Bad\nfilter: {kind: GENERIC}\n')
    assert.equal(refused.status, 400)
    const { requestId, ...body } = refused.body
    assert.equal(typeof requestId, 'string')
    assert.deepEqual(body, {
      ok: false,
      violations: [
        {
          title: 'Invalid scorecard yaml',
          description: 'filter needs at least one of types, groups or query.',
          violationType: 'MUST',
          paths: ['/filter'],
          pointer: '/filter',
          startLine: 3,
          endLine: 3,
        },
      ],
      message: 'Bad Request',
      type: 'BAD_REQUEST',
      details: 'Invalid scorecard yaml: filter needs at least one of types, groups or query. (line 3)',
      httpStatus: 400,
    })
    for (const text of ['', '- a\n- b\n', 'tag: [', 'a: &a [*a]', '\u0000']) {
      const { status, body } = await post(here, text)
      assert.equal(status, 400, text)
      assert.equal(body.ok, false)
    }
  })

  test('warnings come with the stored Scorecard', async () => {
    const here = await world()
    const { status, body } = await post(here, yaml('warned', 'evaluation: {window: 1}\n'))
    assert.equal(status, 200)
    assert.equal(body.violations[0].violationType, 'SHOULD')
    assert.equal(body.scorecard.evaluation.window, 1)
  })

  test('a dry run checks, answers what would be, and stores nothing', async () => {
    const here = await world()
    for (const flag of ['true', 'True']) {
      const { status, body } = await post(here, yaml('dry'), { query: `?dryRun=${flag}` })
      assert.equal(status, 200)
      assert.equal(body.scorecard.name, 'Card dry')
    }
    const admin = await here.person(['ADMIN'])
    assert.equal((await here.request({ url: `${url}/dry`, as: admin.session })).status, 404)
    assert.equal((await post(here, 'tag: dry\n', { query: '?dryRun=true' })).status, 400)
    assert.deepEqual(await logsOf(here, 'dry'), [])
  })

  test('the same tag is replaced, with an audit row that says which rule changed', async () => {
    const here = await world()
    await post(here, yaml('again'))
    here.time.now += 1000
    const replaced = await post(here, yaml('again', 'description: New\n').replace('In git', 'Kept in git'))
    assert.equal(replaced.body.scorecard.version, 2)
    assert.equal(replaced.body.scorecard.description, 'New')
    const [updated, created] = await logsOf(here, 'again')
    assert.equal(created.action, 'CREATE')
    assert.equal(updated.action, 'UPDATE')
    assert.equal(updated.actorType, 'PERSONAL_API_KEY')
    const { identifier } = replaced.body.scorecard.rules[0]
    assert.deepEqual(Object.keys(updated.changes).sort(), ['description', 'descriptor', `rule ${identifier}`])
    assert.equal(updated.changes[`rule ${identifier}`].before.title, 'In git')
    assert.equal(updated.changes[`rule ${identifier}`].after.title, 'Kept in git')
  })

  test('the same text once more changes nothing and leaves no row', async () => {
    const here = await world()
    await post(here, yaml('same'))
    const { status, body } = await post(here, yaml('same'))
    assert.equal(status, 200)
    assert.equal(body.scorecard.version, 1)
    assert.equal((await logsOf(here, 'same')).length, 1)
  })

  test('an edit of another version than the one seen is refused, also when it was deleted in the meantime', async () => {
    const here = await world()
    await post(here, yaml('raced'))
    const edit = (text: string, version: string) =>
      post(here, yaml('raced', text), { headers: { 'if-match': version } })
    assert.equal((await edit('description: A\n', '"1"')).status, 200)
    const late = await edit('description: B\n', '"1"')
    assert.equal(late.status, 409)
    assert.equal(late.body.type, 'CONFLICT')
    assert.equal((await edit('description: B\n', '"2"')).status, 200)
    const manager = await here.person(['MANAGER'])
    const remove = (version: string) =>
      here.request({
        method: 'DELETE',
        url: `${url}/raced`,
        as: manager.session,
        headers: { 'if-match': version },
      })
    assert.equal((await remove('"2"')).status, 409)
    assert.equal((await remove('"3"')).status, 200)
    assert.equal((await edit('description: C\n', '"3"')).status, 409)
  })

  test('many writers of one tag at once make one Scorecard', async () => {
    const here = await world()
    const editor = await here.token(await here.person(['MANAGER']))
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        here.request({
          method: 'POST',
          url: descriptorUrl,
          as: editor,
          body: yaml('crowd', `description: writer ${index}\n`),
        }),
      ),
    )
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    const read = await here.request({ url: `${url}/crowd`, as: editor })
    assert.equal(read.body.scorecard.version, 8)
  })

  test('deleting answers an empty 200, leaves its row, and is 404 the second time', async () => {
    const here = await world()
    await post(here, yaml('gone'))
    here.time.now += 1000
    const as = await here.token(await here.person(['MANAGER']))
    const ask = { method: 'DELETE', url: `${url}/gone`, as, body: {} } as const
    const deleted = await here.request(ask)
    assert.equal(deleted.status, 200)
    assert.equal(deleted.text, '')
    const again = await here.request(ask)
    assert.equal(again.status, 404)
    assert.equal(again.body.message, 'Not Found')
    assert.equal((await here.request({ url: `${url}/gone/descriptor`, as })).status, 404)
    const [row] = await logsOf(here, 'gone')
    assert.equal(row.action, 'DELETE')
    assert.deepEqual(row.changes.name, { before: 'Card gone', after: null })
  })

  test('the list hides drafts, finds words and groups, and pages', async () => {
    const here = await world()
    await post(here, yaml('list-b', 'filter: {groups: {include: [Payments, tier-1]}}\ndescription: Zebra 100%\n'))
    await post(here, yaml('list-a', 'filter: {groups: {include: [payments-eu]}}\ndescription: zebra 1000\n'))
    await post(here, yaml('list-c', 'draft: true\ndescription: Zebra draft\n'))
    const as = await here.token(await here.person(['VIEWER']))
    const tags = async (query: string) => {
      const { status, body } = await here.request({ url: `${url}?${query}`, as })
      assert.equal(status, 200)
      return [body.scorecards.map(({ tag }: { tag: string }) => tag), body.total]
    }
    assert.deepEqual(await tags('query=zebra'), [['list-a', 'list-b'], 2])
    assert.deepEqual(await tags('query=ZEBRA&showDrafts=True'), [['list-a', 'list-b', 'list-c'], 3])
    assert.deepEqual(await tags('query=zebra%20100%25'), [['list-b'], 1])
    assert.deepEqual(await tags('query=zebra&groups=payments'), [['list-b'], 1])
    assert.deepEqual(await tags('query=zebra&groups=tier-1,payments-eu'), [['list-a', 'list-b'], 2])
    assert.deepEqual(await tags('query=zebra&groups=tier'), [[], 0])
    assert.deepEqual(await tags('query=zebra&showDrafts=true&pageSize=2&page=1'), [['list-c'], 3])
    assert.deepEqual(await tags('query=zebra&page=9'), [[], 2])
    for (const query of ['query=%00', 'groups=a,b%00'])
      assert.equal((await here.request({ url: `${url}?${query}`, as })).status, 400, query)
  })

  test('abilities say what the asker may do, only when asked', async () => {
    const here = await world()
    await post(here, yaml('able'))
    const [viewer, manager] = [await here.person(['VIEWER']), await here.person(['MANAGER'])]
    const read = async (as: { cookie: string }, query: string) =>
      (await here.request({ url: `${url}/able${query}`, as })).body.scorecard.abilities
    assert.equal(await read(viewer.session, ''), undefined)
    assert.deepEqual((await read(viewer.session, '?abilities=true')).edit, {
      allowed: false,
      reason: "Requires Edit Scorecards, which the Viewer role doesn't include.",
    })
    assert.deepEqual(await read(manager.session, '?abilities=true'), {
      edit: { allowed: true },
      remove: { allowed: true },
    })
  })

  test('a large descriptor is read beside the event loop', async () => {
    const here = await world()
    const rules = Array.from(
      { length: 900 },
      (_, index) => `  - expression: custom("key-${index}") != null\n    title: Rule ${index}\n`,
    )
    const { status, body } = await post(here, `tag: large\nname: Large\nrules:\n${rules.join('')}`)
    assert.equal(status, 200)
    assert.equal(body.scorecard.rules.length, 900)
  })
})
