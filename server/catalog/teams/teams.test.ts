import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'
import { auditOf, editor, newTag, yaml } from '../entities/testing.ts'

const TEAMS = '/api/v1/teams'
const JSON_OF_PYTHON = { 'content-type': 'application/json', 'user-agent': 'cortexapps-cli/1.3.0' }

const ada = {
  name: 'Ada',
  email: 'ada@example.com',
  notificationsEnabled: true,
  roles: [{ tag: 'lead', type: 'TEAM_ROLE' }],
}
const bo = { name: 'Bo', email: 'bo@example.com', notificationsEnabled: false, roles: [] }
const role = (tag: string) => ({ type: 'TEAM_ROLE', tag, name: tag })

const newTeam = (teamTag: string, more: object = {}) => ({
  teamTag,
  type: 'CORTEX',
  metadata: { name: `Team ${teamTag}`, description: 'What it is for', summary: 'In short' },
  links: [{ name: 'Runbook', type: 'RUNBOOK', url: 'https://example.com/runbook' }],
  slackChannels: [{ name: '#ops', notificationsEnabled: false }],
  cortexTeam: { members: [ada, bo] },
  ...more,
})

eachDatabase('teams', world => {
  let here: World
  let by: Awaited<ReturnType<typeof editor>>
  before(async () => {
    here = await world()
    by = await editor(here)
  })

  const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, headers: object = {}) =>
    here.request({ method, url: TEAMS + path, as: by.as, headers: { ...JSON_OF_PYTHON, ...headers }, body })
  const create = async (name = 'team', more: object = {}) => {
    const tag = newTag(name)
    const { status, body, text } = await ask('POST', '', newTeam(tag, more))
    assert.equal(status, 200, text)
    return { tag, body }
  }
  const sourceOf = async (tag: string) =>
    (await by.get(`/api/v1/catalog/${encodeURIComponent(tag)}/openapi?yaml=true`)).text

  test('one is created as an entity with a descriptor, which every other client reads', async () => {
    const { tag, body } = await create()
    assert.deepEqual(body, {
      id: body.id,
      teamTag: tag,
      catalogEntityTag: tag,
      isArchived: false,
      metadata: { name: `Team ${tag}`, description: 'What it is for', summary: 'In short' },
      links: [{ name: 'Runbook', type: 'RUNBOOK', url: 'https://example.com/runbook' }],
      slackChannels: [{ name: 'ops', notificationsEnabled: false }],
      type: 'CORTEX',
      cortexTeam: {
        members: [
          {
            name: 'Ada',
            email: 'ada@example.com',
            notificationsEnabled: true,
            role: role('lead'),
            roles: [role('lead')],
          },
          { name: 'Bo', email: 'bo@example.com', notificationsEnabled: false, roles: [] },
        ],
      },
    })
    assert.deepEqual((await ask('GET', `/${tag}`)).body, body)
    assert.deepEqual((await ask('GET', `/${body.id}/`)).body, body)
    assert.deepEqual((await ask('GET', `?teamTag=${tag}`)).body, body)
    assert.equal(
      await sourceOf(tag),
      `openapi: 3.0.1
info:
  title: Team ${tag}
  x-cortex-tag: ${tag}
  x-cortex-type: team
  description: What it is for
  x-cortex-link:
    - name: Runbook
      type: RUNBOOK
      url: https://example.com/runbook
  x-cortex-slack:
    channels:
      - name: ops
        notificationsEnabled: false
  x-cortex-team:
    summary: In short
    members:
      - name: Ada
        email: ada@example.com
        roles:
          - lead
      - name: Bo
        email: bo@example.com
        notificationsEnabled: false
`,
    )
    const entity = await by.get(`/api/v1/catalog/${tag}`)
    assert.deepEqual([entity.body.type, entity.body.id], ['team', body.id])
    const [{ action, changes } = assert.fail()] = await auditOf(here, tag)
    assert.deepEqual([action, changes.name.after], ['CREATE', `Team ${tag}`])
    const listed = await by.get(`/api/v1/catalog?types=team&query=${tag}&includeNestedFields=team:members`)
    assert.deepEqual(listed.body.entities[0].members[1], {
      name: 'Bo',
      email: 'bo@example.com',
      roles: [],
      sources: [{ type: 'ENTITY_DEFINED' }],
    })
  })

  test('one is backed by a group of an identity provider, with members of its own', async () => {
    const group = { group: 'Platform Engineers', provider: 'OKTA' }
    const { cortexTeam: _, ...team } = newTeam(newTag('idp'), { type: 'IDP', idpGroup: group, additionalMembers: [bo] })
    const { body, status } = await ask('POST', '', team)
    assert.equal(status, 200)
    assert.deepEqual([body.type, body.idpGroup, 'cortexTeam' in body], ['IDP', { ...group, members: [] }, false])
    assert.deepEqual(body.additionalMembers, [bo])
    const updated = await ask('PUT', `/${team.teamTag}`, {
      type: 'IDP',
      metadata: { name: 'Renamed' },
      links: [],
      slackChannels: [],
    })
    assert.equal(updated.status, 200, updated.text)
    assert.deepEqual([updated.body.idpGroup.group, updated.body.metadata], ['Platform Engineers', { name: 'Renamed' }])
    assert.deepEqual(updated.body.additionalMembers, [bo])
    const members = await ask('PUT', `/${team.teamTag}/members`, { type: 'CORTEX', members: [] })
    assert.equal(members.status, 400)
    assert.match(members.body.details, /group Platform Engineers/)
    const back = await ask('PUT', `/${team.teamTag}`, {
      type: 'CORTEX',
      metadata: { name: 'Own' },
      cortexTeam: { members: [] },
    })
    assert.deepEqual([back.body.type, back.body.cortexTeam], ['CORTEX', { members: [] }])
  })

  test('an update writes only what it changes, byte for byte', async () => {
    const tag = newTag('written')
    const written = `# ours
openapi: 3.0.1
info:
    title: "Old name" # shown
    x-cortex-tag: ${tag}
    x-cortex-type: team
    x-cortex-team:
        members:
        # the lead
        - {name: Ada, email: Ada@example.com, x-pager: 007}
        - name: Bo   # new here
          email: bo@example.com
          roles: [dev]
          x-desk: 1.10
        - name: Cy
          email: cy@example.com
    x-cortex-link:
    - {name: Wiki, type: doc, url: "https://example.com/wiki"}
    x-other: {kept: 0815}
`
    assert.equal((await by.post(written)).status, 200)
    const read = (await ask('GET', `/${tag}`)).body
    const same = {
      type: read.type,
      metadata: read.metadata,
      links: read.links,
      slackChannels: read.slackChannels,
      cortexTeam: read.cortexTeam,
    }
    const repeated = await ask('PUT', `/${tag}`, same)
    assert.equal(repeated.status, 200, repeated.text)
    assert.equal(await sourceOf(tag), written, 'what was read and is sent back changes nothing')
    assert.equal((await auditOf(here, tag)).length, 1)
    const members = [
      { name: 'Ada', email: 'Ada@example.com', notificationsEnabled: true, roleTags: [] },
      { name: 'Bo', email: 'bo@example.com', notificationsEnabled: true, roleTags: ['dev', 'on-call'] },
      { name: 'Di', email: 'di@example.com', notificationsEnabled: false, roleTags: [], description: 'Joined in May' },
    ]
    const changed = await ask('PUT', `/${tag}/members`, { type: 'CORTEX', members })
    assert.equal(changed.status, 200, changed.text)
    assert.deepEqual(
      changed.body.cortexTeam.members.map((one: { name: string }) => one.name),
      ['Ada', 'Bo', 'Di'],
    )
    const after = await sourceOf(tag)
    assert.equal(
      after,
      written.replace(
        / {8}- name: Bo[\s\S]*cy@example.com\n/,
        `        - name: Bo   # new here
          email: bo@example.com
          roles:
          - dev
          - on-call
          x-desk: 1.10
        - name: Di
          email: di@example.com
          description: Joined in May
          notificationsEnabled: false
`,
      ),
    )
    await ask('PUT', `/${tag}`, { ...same, cortexTeam: undefined, metadata: { name: 'New name' }, links: [] })
    assert.equal(await sourceOf(tag), after.replace('"Old name"', 'New name').replace(/ {4}x-cortex-link:\n.*\n/, ''))
  })

  test('a list has pages, and without one has everything at once', async () => {
    const [first, second] = [await create('listed'), await create('listed')]
    const empty = await create('listed-empty', { cortexTeam: { members: [] } })
    const gone = await create('listed-gone')
    assert.equal((await ask('PUT', `/${gone.tag}/archive`, {})).body.isArchived, true)
    const tags = (body: { teams: { teamTag: string }[] }) => body.teams.map(({ teamTag }) => teamTag)
    const all = (await ask('GET', '/')).body
    assert.deepEqual([all.page, all.total, all.totalPages], [0, all.teams.length, 1])
    assert.ok(tags(all).includes(first.tag) && tags(all).includes(second.tag))
    assert.ok(!tags(all).includes(empty.tag) && !tags(all).includes(gone.tag))
    assert.deepEqual(tags(all), tags(all).toSorted())
    const more = (await ask('GET', '?includeTeamsWithoutMembers=True')).body
    assert.ok(tags(more).includes(empty.tag))
    assert.ok(tags((await ask('GET', '?includeArchived=true')).body).includes(gone.tag))
    const page = (await ask('GET', '?page=1&pageSize=1')).body
    assert.deepEqual([page.page, page.total, page.totalPages, tags(page)], [1, all.total, all.total, [tags(all)[1]]])
    assert.deepEqual((await ask('GET', '?page=9999&pageSize=250')).body.teams, [])
  })

  test('archiving twice is fine, and a deleted one is gone from the catalog', async () => {
    const { tag, body } = await create()
    for (const [path, isArchived] of [
      ['archive', true],
      ['archive', true],
      ['unarchive', false],
    ] as const) {
      const { status, body: team } = await ask('PUT', `/${tag}/${path}`, {})
      assert.deepEqual([status, team.isArchived, team.id], [200, isArchived, body.id])
    }
    assert.equal((await ask('DELETE', `?teamTag=${tag}`, {})).status, 204)
    for (const path of [`/${tag}`, `?teamTag=${tag}`]) {
      const missing = await ask('GET', path)
      assert.deepEqual([missing.status, missing.body.message], [404, 'Not Found'])
    }
    assert.equal((await by.get(`/api/v1/catalog/${tag}`)).status, 404)
    assert.equal((await ask('DELETE', `/${tag}`)).status, 404)
    assert.deepEqual(
      (await auditOf(here, tag)).map(({ action }) => action),
      ['CREATE', 'UPDATE', 'UPDATE', 'DELETE'],
    )
    assert.equal((await ask('POST', '', newTeam(tag))).status, 200, 'its tag is free again')
  })

  test('tags that an address does not hold are named in the query', async () => {
    const tag = `@acme/${newTag('scoped')}`
    assert.equal((await ask('POST', '', newTeam(tag))).status, 200)
    const at = `?teamTag=${encodeURIComponent(tag)}`
    const updated = await ask('PUT', at, { ...newTeam(tag), metadata: { name: 'Scoped' } })
    assert.deepEqual([updated.status, updated.body.metadata], [200, { name: 'Scoped' }])
    const members = await ask('PUT', `/members${at}`, { type: 'CORTEX', members: [{ ...bo, roleTags: ['dev'] }] })
    assert.deepEqual(members.body.cortexTeam.members, [{ ...bo, role: role('dev'), roles: [role('dev')] }])
    assert.equal((await ask('DELETE', at)).status, 204)
    assert.equal((await ask('PUT', at, newTeam(tag))).status, 404)
  })

  test('of identical creations at once one is made', async () => {
    const tag = newTag('at-once')
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask('POST', '', newTeam(tag))))
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, ...Array(7).fill(400)])
    const refused = answers.find(({ status }) => status === 400)
    assert.match(refused?.body.details, /already exists/)
    assert.equal(refused?.body.message, 'Bad Request')
    assert.equal((await ask('POST', '', newTeam(tag.toUpperCase()))).status, 200, 'letter case tells tags apart')
  })

  test('bad input names what is wrong', async () => {
    const { tag } = await create()
    const bad: readonly (readonly [object, RegExp])[] = [
      [newTeam('no spaces'), /The tag must start with/],
      [newTeam(newTag(), { type: 'GITHUB' }), /type/],
      [newTeam(newTag(), { type: 'IDP', cortexTeam: undefined }), /idpGroup: is required/],
      [newTeam(newTag(), { idpGroup: { group: 'g', provider: 'OKTA' } }), /only for type IDP/],
      [newTeam(newTag(), { type: 'IDP', idpGroup: { group: 'g', provider: 'OKTA' } }), /only for type CORTEX/],
      [newTeam(newTag(), { cortexTeam: { members: [ada, { ...ada, email: 'ADA@example.com' }] } }), /more than once/],
      [newTeam(newTag(), { links: [{ name: 'x', type: 'y', url: 'javascript:alert(1)' }] }), /http/],
      [newTeam(newTag(), { metadata: { name: 'a\u202eb' } }), /invisible/],
      [newTeam(newTag(), { metadata: { name: 'x', description: 'a\u0000b' } }), /characters that aren't allowed/],
      [newTeam(newTag(), { cortexTeam: { members: [{ ...ada, name: ' ' }] } }), /empty/],
      [{ teamTag: newTag() }, /type|metadata/],
    ]
    for (const [body, details] of bad) {
      const answer = await ask('POST', '', body)
      assert.equal(answer.status, 400, JSON.stringify(body))
      assert.match(answer.body.details, details)
      assert.doesNotMatch(answer.body.details, /[[\]]/)
    }
    const stale = await ask('PUT', `/${tag}`, { ...newTeam(tag), metadata: { name: 'Stale' } }, { 'if-match': '"99"' })
    assert.equal(stale.status, 409)
    const service = newTag('service')
    await by.post(yaml(service))
    for (const [method, path, body] of [
      ['GET', `/${service}`, undefined],
      ['PUT', `/${service}`, newTeam(service)],
      ['PUT', `/${service}/members`, { type: 'CORTEX', members: [] }],
      ['DELETE', `/${service}`, undefined],
      ['PUT', `/${service}/archive`, {}],
    ] as const) {
      const answer = await ask(method, path, body)
      assert.deepEqual([answer.status, answer.body.message], [404, 'Not Found'], path)
      assert.match(answer.body.details, new RegExp(`No team .*${service}`))
    }
    const viewer = (await here.person(['VIEWER'])).session
    const post = await here.request({ method: 'POST', url: TEAMS, as: viewer, body: newTeam(newTag()) })
    assert.equal(post.status, 403)
    assert.equal((await here.request({ url: TEAMS, as: viewer })).status, 200)
  })
})
