import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rounds } from '../../testing/rounds.ts'
import { describe, descriptorJson, tagIn } from './descriptor.ts'
import { isSafeLink } from './links.ts'

const HEAD = 'openapi: 3.0.1\ninfo:\n  title: Payments\n  x-cortex-tag: payments\n'

const FULL = `${HEAD}  description: |
    Takes money.
    Gives receipts.
  x-cortex-groups: [python-services, "tier:1", tier:1]
  x-cortex-owners:
    - { type: group, name: Payments-Team, provider: okta, description: On call, inheritance: append }
    - { type: EMAIL, email: Ada@example.com }
    - { type: Slack, channel: "#payments", notificationsEnabled: false }
  x-cortex-link:
    - { name: Runbook, type: runbook, url: "https://wiki.example.com/run", description: How to }
    - { name: Docs, type: documentation, url: /docs/payments }
  x-cortex-custom-metadata:
    tier: 1
    sla: { value: 99.9, description: Promised }
    nested: { value: 1, other: 2 }
    list: [a, 1]
  x-cortex-slack:
    channels:
      - { name: payments-dev }
      - { name: payments, description: Same as the owner }
  x-cortex-git:
    github: { repository: Acme/Payments, basepath: api }
  x-cortex-parents:
    - tag: money
  x-cortex-domain-parents:
    - tag: legacy
    - tag: money
  x-cortex-children:
    - tag: ledger
`

const faultsOf = (info: string) => {
  const { entity, violations } = describe(HEAD + info)
  const found = violations.map(({ violationType, pointer, description }) => [violationType, pointer, description])
  return { entity, found }
}

test('a full descriptor is read into the shapes that answers have', () => {
  const { entity, violations } = describe(FULL)
  assert.deepEqual(violations, [])
  assert.deepEqual(entity, {
    tag: 'payments',
    type: 'service',
    name: 'Payments',
    description: 'Takes money.\nGives receipts.\n',
    document: {
      groups: ['python-services', 'tier:1'],
      links: [
        { name: 'Runbook', type: 'runbook', url: 'https://wiki.example.com/run', description: 'How to' },
        { name: 'Docs', type: 'documentation', url: '/docs/payments' },
      ],
      slackChannels: [
        { name: 'payments-dev', notificationsEnabled: true },
        { name: 'payments', notificationsEnabled: true, description: 'Same as the owner' },
      ],
      git: {
        provider: 'github',
        repository: 'Acme/Payments',
        repositoryUrl: 'https://github.com/Acme/Payments',
        basepath: 'api',
      },
      metadata: [
        { key: 'tier', value: 1 },
        { key: 'sla', value: 99.9 },
        { key: 'nested', value: { value: 1, other: 2 } },
        { key: 'list', value: ['a', 1] },
      ],
      ownership: {
        emails: [{ email: 'Ada@example.com' }],
        groups: [{ groupName: 'Payments-Team', provider: 'OKTA', description: 'On call', inheritance: 'APPEND' }],
        slackChannels: [{ channel: 'payments', notificationsEnabled: false }],
      },
      declares: ['customData'],
    },
    owners: [
      { kind: 'GROUP', name: 'Payments-Team', provider: 'OKTA' },
      { kind: 'EMAIL', name: 'Ada@example.com', provider: undefined },
      { kind: 'SLACK', name: 'payments', provider: undefined },
    ],
    parents: ['money', 'legacy'],
    children: ['ledger'],
    declared: {
      customData: [
        { key: 'tier', value: '1', description: undefined },
        { key: 'sla', value: '99.9', description: 'Promised' },
        { key: 'nested', value: '{"value":1,"other":2}', description: undefined },
        { key: 'list', value: '["a",1]', description: undefined },
      ],
      dependencies: [],
      relationships: [],
    },
  })
})

test('what identifies an entity is required', () => {
  const missing = describe('info: {}\n').violations.map(({ pointer, violationType }) => [pointer, violationType])
  assert.deepEqual(missing, [
    ['/openapi', 'MUST'],
    ['/info/title', 'MUST'],
    ['/info/x-cortex-tag', 'MUST'],
  ])
  assert.equal(describe('openapi: 3.0.1\n').violations[0]?.pointer, '/info')
  assert.equal(describe('openapi: 3.0.1\ninfo: text\n').entity, undefined)
  assert.equal(describe('openapi: 2\ninfo: {title: a, x-cortex-tag: a}\n').entity, undefined)
})

test('a title of ten thousand characters is refused with the limit', () => {
  const { entity, violations } = describe(`openapi: 3.0.1\ninfo:\n  title: ${'x'.repeat(10_000)}\n  x-cortex-tag: a\n`)
  assert.equal(entity, undefined)
  assert.equal(violations[0]?.description, 'title must have 255 characters or fewer; it has 10000.')
  assert.equal(violations[0]?.startLine, 3)
})

test('tags are liberal, but have no spaces, control characters or the look of an identifier', () => {
  const isFine = (tag: string) => tagIn(`info: {x-cortex-tag: ${JSON.stringify(tag)}}`).tag === tag
  for (const tag of ['a', 'my-service', 'My.Service_2', 'org/repo', 'arn:aws:s3', 'a@b', '_x', 'x'.repeat(255), '42'])
    assert.ok(isFine(tag), tag)
  for (const tag of [
    '',
    ' ',
    'a b',
    '-a',
    '.',
    '..',
    'a\n',
    'a\0b',
    'a%00',
    'ä',
    'x'.repeat(256),
    'en2da8159dbeefb974',
  ])
    assert.ok(!isFine(tag), tag)
})

test('a custom type needs a definition, even an empty one; built-in types do not', () => {
  const { entity, found } = faultsOf('  x-cortex-type: library\n')
  assert.equal(entity, undefined)
  assert.deepEqual(found, [['MUST', '/info/x-cortex-definition', 'Definition is required']])
  assert.deepEqual(faultsOf('  x-cortex-type: library\n  x-cortex-definition: {}\n').entity?.document.definition, {})
  for (const type of ['service', 'domain', 'team', 'AWS::S3::Bucket'])
    assert.equal(faultsOf(`  x-cortex-type: ${type}\n`).entity?.type, type)
})

test('links are http, https, mailto or relative, whatever is tried', () => {
  for (const url of ['https://a.b', 'HTTP://a.b', 'mailto:a@b.c', '/a', 'a/b?c=d:e', '//host/x', '#top', './a:b'])
    assert.ok(isSafeLink(url), url)
  for (const url of [
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc',
    'blob:x',
  ])
    assert.ok(!isSafeLink(url), url)
  for (const url of [
    'javascript:alert(1)',
    'github:acme/api:docs/openapi.json',
    'grafana.internal:3000/d/abc',
    'slack://channel?id=1',
    'tel:+4930123',
    'git@github.com:org/repo.git',
  ]) {
    const { entity, found } = faultsOf(`  x-cortex-link:\n    - {name: a, type: b, url: "${url}"}\n`)
    assert.deepEqual(entity?.document.links, [], 'it is left out, and the entity is kept')
    assert.deepEqual(found[0]?.slice(0, 2), ['SHOULD', '/info/x-cortex-link/0/url'])
  }
  const hidden = faultsOf('  x-cortex-link:\n    - {name: a, type: b, url: "java\\tscript:alert(1)"}\n')
  assert.deepEqual(hidden.entity?.document.links, [])
})

test('a malformed block is a warning; the rest is read and the entity accepted', () => {
  const { entity, found } = faultsOf(`  x-cortex-groups: one
  x-cortex-owners:
    - { type: robot, name: x }
    - { type: group }
    - { type: email, email: a@b.c }
  x-cortex-custom-metadata: [1]
  x-cortex-children: [{ tag: payments }, { tag: ok }, text]
  x-cortex-git: { github: {} }
  x-cortex-dependency: [{ tag: a, method: GET }, { path: /x, method: GET }]
  x-cortex-relationships: [{ type: a }, { type: b, destinations: [{ tag: x }] }]
  x-cortex-custom-data: { a: 1 }
  x-cortex-something-new: { a: 1 }
  description: [a]
`)
  assert.ok(found.every(([type]) => type === 'SHOULD'))
  assert.deepEqual(
    found.map(([, pointer]) => pointer),
    [
      '/info/description',
      '/info/x-cortex-owners/0/type',
      '/info/x-cortex-owners/1/name',
      '/info/x-cortex-groups',
      '/info/x-cortex-git/github/repository',
      '/info/x-cortex-custom-metadata',
      '/info/x-cortex-dependency/0',
      '/info/x-cortex-dependency/1/tag',
      '/info/x-cortex-relationships/0',
      '/info/x-cortex-custom-data',
      '/info/x-cortex-children/2',
      '/info/x-cortex-children/0/tag',
    ],
  )
  assert.deepEqual(entity?.children, ['ok'])
  assert.deepEqual(entity?.document.ownership.emails, [{ email: 'a@b.c' }])
})

test('a group owner without a provider is accepted without a word, as clients leave it out', () => {
  assert.deepEqual(faultsOf('  x-cortex-owners: [{ type: group, name: a }]\n').found, [])
})

test('a team’s members are read with their roles', () => {
  const { entity, found } = faultsOf(`  x-cortex-type: team
  x-cortex-team:
    members:
      - { name: Ada, email: ada@example.com, roles: [lead, { tag: oncall }, { name: Editor }] }
    groups: [{ name: x, provider: OKTA }]
`)
  assert.deepEqual(found, [])
  assert.deepEqual(entity?.document.members, [
    {
      name: 'Ada',
      email: 'ada@example.com',
      roles: [{ name: 'lead' }, { name: 'oncall' }, { name: 'Editor' }],
      sources: [{ type: 'ENTITY_DEFINED' }],
    },
  ])
})

test('repositories of the four providers have an address', () => {
  const git = (text: string) => faultsOf(`  x-cortex-git: ${text}\n`).entity?.document.git
  assert.equal(git('{gitlab: {repository: a/b c}}')?.repositoryUrl, 'https://gitlab.com/a/b%20c')
  assert.equal(git('{bitbucket: {repository: a/b}}')?.repositoryUrl, 'https://bitbucket.org/a/b')
  assert.deepEqual(git('{azure: {project: P, repository: r, alias: x}}'), {
    provider: 'azure',
    repository: 'r',
    repositoryUrl: 'https://dev.azure.com/P/_git/r',
    alias: 'x',
  })
})

test('a descriptor answers as JSON in its own order', () => {
  assert.equal(descriptorJson('b: 1\na: {"10": x, "9": y}\n'), '{"b":1,"a":{"10":"x","9":"y"}}')
})

test('any cut of a descriptor is an entity or has a violation that refuses it', () => {
  fc.assert(
    fc.property(
      fc.nat(FULL.length),
      fc.nat(FULL.length),
      fc.string({ unit: 'binary', maxLength: 5 }),
      (from, to, put) => {
        const { entity, violations } = describe(FULL.slice(0, from) + put + FULL.slice(Math.max(from, to)))
        assert.equal(
          entity === undefined,
          violations.some(({ violationType }) => violationType === 'MUST'),
        )
        for (const { startLine, endLine } of violations) assert.ok((startLine ?? 1) <= (endLine ?? 1))
      },
    ),
    { numRuns: rounds({ short: 60, long: 200 }) },
  )
})

const groupsOf = (info: string) => faultsOf(info).entity?.document.groups

test('groups are read under their older name, as a list or as text', () => {
  assert.deepEqual(groupsOf('  x-cortex-service-groups:\n    - tier-4\n'), ['tier-4'])
  assert.deepEqual(groupsOf('  x-cortex-service-groups: tier-4\n'), ['tier-4'])
  assert.deepEqual(groupsOf('  x-cortex-service-groups: tier-4, 0815 ,\n'), ['tier-4', '0815'])
  assert.deepEqual(groupsOf('  x-cortex-groups: [a, b]\n  x-cortex-service-groups: [b, c]\n'), ['a', 'b', 'c'])
})

test('what is text is read as it is written, never from a number', () => {
  const { entity } = faultsOf(
    '  x-cortex-groups: [0815, 1E3, 0x1F]\n  x-cortex-custom-metadata: {a: 0815, b: 0x1F, c: .5, d: 1.5, e: 12, f: 007}\n',
  )
  assert.deepEqual(entity?.document.groups, ['0815', '1E3', '0x1F'])
  assert.deepEqual(
    entity?.document.metadata.map(({ value }) => value),
    ['0815', '0x1F', '.5', 1.5, 12, '007'],
  )
})

test('the built-in types are one type each, however they are written', () => {
  for (const type of ['Team', 'TEAM', 'team']) assert.equal(faultsOf(`  x-cortex-type: ${type}\n`).entity?.type, 'team')
  assert.equal(faultsOf('  x-cortex-type: AWS::EC2\n').entity?.type, 'AWS::EC2')
})

test('a merge key in custom data brings in what it names', () => {
  const { entity } = faultsOf('  x-cortex-custom-metadata:\n    <<: {region: eu}\n    team: core\n')
  assert.deepEqual(entity?.document.metadata, [
    { key: 'region', value: 'eu' },
    { key: 'team', value: 'core' },
  ])
})
