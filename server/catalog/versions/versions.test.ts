import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DescriptorVersion } from '../../../contract/catalog/versions.ts'
import { eachDatabase } from '../../testing/world.ts'
import { at, editor, newTag, yaml } from '../entities/testing.ts'
import { forgetVersions } from './testing.ts'

const HOUR = 3_600_000

const toldOf = ({ version, by, credential, how, isCurrent, changes }: DescriptorVersion) => [
  version,
  by?.replace(/-.*@/, '@'),
  credential,
  how,
  isCurrent,
  changes && `+${changes.added} −${changes.removed}`,
]

eachDatabase('versions of descriptors', world => {
  const versionsOf = async (who: Awaited<ReturnType<typeof editor>>, tag: string) => {
    const { status, body, text } = await who.get(`${at(tag)}/versions?includeChanges=true`)
    assert.equal(status, 200, text)
    return body.versions.map(toldOf)
  }

  test('each changed text is kept with who wrote it, how and when, and the same text once more is none', async () => {
    const here = await world()
    const who = await editor(here)
    const tag = newTag('kept')
    const token = await here.token(await here.person(['USER'], 'Ada'), 'ci')
    const first = yaml(tag)
    const second = yaml(tag, '  description: two\n')
    await who.post(first)
    await who.post(first)
    here.time.now += 1000
    await who.put(`${at(tag)}/archive`)
    await who.put(`${at(tag)}/unarchive`)
    const sent = await here.request({ method: 'POST', url: '/api/v1/open-api', as: token, body: second })
    assert.equal(sent.status, 200, sent.text)
    assert.deepEqual(await versionsOf(who, tag), [
      [4, 'ada@example.com', undefined, 'API', true, '+1 −0'],
      [1, 'editor@example.com', undefined, 'PAGE', false, '+4 −0'],
    ])
    const { body } = await who.get(`${at(tag)}/versions?pageSize=1&page=1`)
    assert.deepEqual(
      [body.total, body.totalPages, body.versions[0].version, body.versions[0].size],
      [2, 2, 1, first.length],
    )
    assert.ok(Date.parse(body.versions[0].timestamp) < here.time.now)
    assert.deepEqual(
      [(await who.get(`${at(tag)}/versions/1`)).text, (await who.get(`${at(tag)}/versions/4`)).text],
      [first, second],
    )
    assert.match(String((await who.get(`${at(tag)}/versions/4`)).headers['content-type']), /^application\/yaml/)
    for (const version of ['2', '5', 'x', '1.0', '99999999999999999999'])
      assert.equal((await who.get(`${at(tag)}/versions/${version}`)).status, 404, version)
  })

  test('the name of the token that was used is for those who may read the audit log', async () => {
    const here = await world()
    const who = await editor(here)
    const tag = newTag('credential')
    await who.post(yaml(tag))
    const token = await here.token(await here.person(['USER']), 'ci')
    const text = yaml(tag, '  description: two\n')
    await here.request({ method: 'POST', url: '/api/v1/open-api', as: token, body: text })
    const admin = await here.person(['ADMIN'])
    for (const [as, expected] of [
      [who.as, undefined],
      [admin.session, 'ci'],
    ] as const) {
      const { versions } = (await here.request({ url: `${at(tag)}/versions`, as })).body
      const { ranges } = (await here.request({ url: `${at(tag)}/versions/2/blame`, as })).body
      const blamed = ranges.find(({ version }: { version: number }) => version === 2)
      assert.deepEqual([versions[0].credential, blamed.credential], [expected, expected])
    }
  })

  test('edits of every kind keep a version: merged ones, members, departments, and the hierarchy of teams', async () => {
    const here = await world()
    const who = await editor(here)
    const admin = (await here.person(['ADMIN'])).session
    const ask = async (method: 'POST' | 'PUT' | 'PATCH', url: string, body: unknown) => {
      const { status, text } = await here.request({ method, url, as: admin, body })
      assert.ok(status < 300, `${method} ${url} ${text}`)
    }
    const [tag, team, child, department] = [newTag('merged'), newTag('team'), newTag('team'), newTag('department')]
    await who.post(yaml(tag))
    await who.patch(`info:\n  x-cortex-tag: ${tag}\n  description: merged\n`)
    assert.equal((await versionsOf(who, tag)).length, 2)
    for (const teamTag of [team, child])
      await ask('POST', '/api/v1/teams', {
        teamTag,
        type: 'CORTEX',
        metadata: { name: teamTag },
        links: [],
        slackChannels: [],
      })
    await ask('PUT', `/api/v1/teams/${team}/members`, { members: [{ name: 'Ada', email: 'ada@example.com' }] })
    assert.equal((await versionsOf(who, team)).length, 2)
    await ask('PUT', '/api/v1/teams/relationships?replace=true', {
      edges: [{ parentTeamTag: team, childTeamTag: child }],
    })
    const versions = await versionsOf(who, team)
    assert.equal(versions.length, 3)
    assert.equal(
      (await who.get(`${at(team)}/versions/${versions[0][0]}`)).text,
      (await who.get(`${at(team)}/openapi?yaml=true`)).text,
    )
    await ask('POST', '/api/v1/teams/departments', { departmentTag: department, name: 'Sales', members: [] })
    await ask('PUT', `/api/v1/teams/departments/${department}`, {
      name: 'Sales',
      members: [{ name: 'Bo', email: 'bo@example.com' }],
    })
    assert.equal((await versionsOf(who, department)).length, 2)
  })

  test('an import keeps versions that say so', async () => {
    const here = await world()
    const who = await editor(here)
    const tag = newTag('imported')
    const headers = { 'content-type': 'application/yaml' }
    const url = '/api/v1/catalog/import'
    for (const body of [yaml(tag), yaml(tag, '  description: x\n')])
      assert.equal((await here.request({ method: 'POST', url, as: who.as, body, headers })).status, 200)
    const hows = (await versionsOf(who, tag)).map((version: unknown[]) => version[3])
    assert.deepEqual(hows, ['IMPORT', 'IMPORT'])
  })

  test('what was stored before versions were kept is the first of them', async () => {
    const here = await world()
    const who = await editor(here)
    const tag = newTag('older')
    const first = yaml(tag)
    await who.post(first)
    await forgetVersions(here, tag)
    assert.deepEqual(await versionsOf(who, tag), [[1, undefined, undefined, 'UNKNOWN', true, '+4 −0']])
    assert.equal((await who.get(`${at(tag)}/versions/1`)).text, first)
    assert.equal((await who.get(`${at(tag)}/versions/1/blame`)).status, 200)
    here.time.now += HOUR
    await who.post(yaml(tag, '  description: new\n'))
    assert.deepEqual(
      (await versionsOf(who, tag)).map(([version, by]: unknown[]) => [version, by]),
      [
        [2, 'editor@example.com'],
        [1, undefined],
      ],
    )
    assert.equal((await who.get(`${at(tag)}/versions/1`)).text, first)
  })

  test('versions go with their entity, and one with the same tag starts with its first', async () => {
    const here = await world()
    const who = await editor(here)
    const tag = newTag('gone')
    await who.post(yaml(tag))
    await who.post(yaml(tag, '  description: x\n'))
    const { id } = (await who.get(at(tag))).body
    assert.equal((await who.remove(at(tag))).status, 200)
    for (const table of ['descriptor_versions', 'descriptor_bases'] as const)
      assert.deepEqual(
        await here.database.db.selectFrom(table).select('version').where('entity_id', '=', id).execute(),
        [],
      )
    assert.equal((await who.get(`${at(tag)}/versions`)).status, 404)
    await who.post(yaml(tag))
    assert.equal((await versionsOf(who, tag)).length, 1)
  })

  test('versions are compared with the one before or with any other, with as many lines around as asked for', async () => {
    const here = await world()
    const who = await editor(here)
    const tag = newTag('compared')
    const text = (description: string, rest = '') =>
      yaml(
        tag,
        `  description: ${description}\n  x-cortex-groups:\n${rest}    - a\n    - b\n    - c\n    - d\n    - e\n`,
      )
    await who.post(text('one'))
    await who.post(text('two'))
    await who.post(text('two', '    - new\n').replace(/\n$/, ''))
    const diff = async (path: string) => {
      const { status, body, text } = await who.get(`${at(tag)}/versions/${path}`)
      assert.equal(status, 200, text)
      return body
    }
    const { hunks, ...rest } = await diff('3/diff?context=1')
    assert.deepEqual(rest, { version: 3, against: 2, changes: { added: 2, removed: 1 }, lines: 12 })
    assert.deepEqual(hunks, [
      {
        beforeStart: 6,
        afterStart: 6,
        parts: [
          { kind: 'SAME', lines: ['  x-cortex-groups:'] },
          { kind: 'ADDED', lines: ['    - new'] },
          { kind: 'SAME', lines: ['    - a'] },
        ],
      },
      {
        beforeStart: 10,
        afterStart: 11,
        parts: [
          { kind: 'SAME', lines: ['    - d'] },
          { kind: 'REMOVED', lines: ['    - e'] },
          { kind: 'ADDED', lines: ['    - e'], noNewline: true },
        ],
      },
    ])
    assert.deepEqual((await diff('3/diff?against=1')).changes, { added: 3, removed: 2 })
    assert.deepEqual((await diff('1/diff?against=3')).changes, { added: 2, removed: 3 })
    assert.deepEqual((await diff('2/diff?against=2')).hunks, [])
    const { against, changes } = await diff('1/diff')
    assert.deepEqual([against, changes], [undefined, { added: 11, removed: 0 }])
    for (const query of ['against=0', 'against=x', 'context=1001', 'context=-1'])
      assert.equal((await who.get(`${at(tag)}/versions/3/diff?${query}`)).status, 400, query)
    assert.equal((await who.get(`${at(tag)}/versions/3/diff?against=9`)).status, 404)
  })

  test('each line is there with the version that it came with', async () => {
    const here = await world()
    const who = await editor(here)
    const tag = newTag('blamed')
    await who.post(yaml(tag, '  description: one\n'))
    await who.post(yaml(tag, '  description: one\n  x-cortex-groups: [a]\n'))
    await who.post(yaml(tag, '  description: three\n  x-cortex-groups: [a]\n'))
    const { body } = await who.get(`${at(tag)}/versions/3/blame`)
    const ranges = body.ranges.map(({ version, startLine, lines }: Record<string, unknown>) => [
      version,
      startLine,
      lines,
    ])
    assert.deepEqual(ranges, [
      [1, 1, ['openapi: 3.0.1', 'info:', `  title: ${tag.toUpperCase()}`, `  x-cortex-tag: ${tag}`]],
      [3, 5, ['  description: three']],
      [2, 6, ['  x-cortex-groups: [a]']],
    ])
    assert.match(body.ranges[0].by, /^editor/)
    assert.deepEqual(body.damaged, [])
    const older = await who.get(`${at(tag)}/versions/2/blame`)
    assert.deepEqual(
      older.body.ranges.map(({ version }: { version: number }) => version),
      [1, 2],
    )
  })
})
