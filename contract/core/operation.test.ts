/** That a wrong field does not compile, at what cost: the handler, the browser's calls and the tests' calls, by one run of tsc. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'

const ROOT = join(import.meta.dirname, '../..')

const PREAMBLE = `
import { createToken, getToken, revokeToken, updateToken, type PersonalToken } from '${ROOT}/contract/identity/tokens.ts'
import { listTokens } from '${ROOT}/contract/identity/token-lists.ts'
import { call as callInStory, type Place } from '${ROOT}/e2e/api.ts'
import { on } from '${ROOT}/server/core/http/mount.ts'
import { readPayload } from '${ROOT}/server/core/jobs/payload.ts'
import { EndingFacts } from '${ROOT}/server/outbound/notices/words.ts'
import { call } from '${ROOT}/web/core/api/client.ts'
import { ask, useSend } from '${ROOT}/web/core/api/queries.ts'
declare const token: PersonalToken
declare const place: Place
declare const sayEnding: (facts: EndingFacts) => void
`

const FITS = [
  'on(getToken, { handle: async ({ params }) => ({ ...token, cid: params.cid }) })',
  "on(updateToken, { handle: ({ body }) => ({ ...token, name: body.name ?? 'same' }) })",
  'on(createToken, { prepare: ({ body }) => body.name.length, handle: (_, __, size) => ({ ...token, token: size.toFixed() }) })',
  'on(revokeToken, { handle: async () => undefined })',
  "ask(listTokens, { query: { state: 'all' } })",
  "call(updateToken, { params: { cid: 'pt1' }, body: { name: 'a' }, version: 1 }).then(({ version }) => version.toFixed())",
  "useSend(createToken, { refreshes: [listTokens] }).mutate({ body: { name: 'a' } })",
  "callInStory(place, createToken, { body: { name: 'a' }, cookie: 'b' }).then(answer => answer.token)",
  '[listTokens, getToken, createToken].map(({ id }) => id)',
  "sayEnding(readPayload(EndingFacts, '{}'))",
]

/** What is wrong, and the name that the compiler points at or says. */
const BREACHES = [
  [
    'a parameter that is not in the path',
    'cidd',
    'on(getToken, { handle: ({ params }) => ({ ...token, cid: params.cidd }) })',
  ],
  ['a field that the body lacks', 'nmae', 'on(updateToken, { handle: ({ body }) => ({ ...token, name: body.nmae }) })'],
  ['a parameter that the query lacks', 'stat', 'on(listTokens, { handle: ({ query }) => { throw query.stat } })'],
  [
    'an answer with a field of the wrong type',
    'last4',
    'on(getToken, { handle: async () => ({ ...token, last4: 4 }) })',
  ],
  ['an answer without a required field', 'token', 'on(createToken, { handle: async () => token })'],
  ['a query value that is not offered', 'state', "ask(listTokens, { query: { state: 'gone' } })"],
  ['a query parameter that does not exist', 'stat', "ask(listTokens, { query: { stat: 'all' } })"],
  ['a call without its path parameter', 'cid', 'ask(getToken, { params: {} })'],
  ['a call without its body', 'body', 'call(createToken, {})'],
  ['a body where none is read', 'body', "call(revokeToken, { params: { cid: 'pt1' }, body: {} })"],
  ['a body with a field of the wrong type', 'name', 'call(createToken, { body: { name: 1 } })'],
  ['a body with an unknown field', 'nmae', "call(createToken, { body: { name: 'a', nmae: 'b' } })"],
  ['an answer read by a wrong name', 'nmae', "call(getToken, { params: { cid: 'pt1' } }).then(({ nmae }) => nmae)"],
  ['a mutation with a field of the wrong type', 'name', 'useSend(createToken).mutate({ body: { name: 1 } })'],
  ['a call of a test with a field of the wrong type', 'name', 'callInStory(place, createToken, { body: { name: 1 } })'],
  [
    'a call of a test with an unknown field',
    'nmae',
    "callInStory(place, createToken, { body: { name: 'a', nmae: 'b' } })",
  ],
  [
    'an answer that a test reads by a wrong name',
    'nmae',
    "callInStory(place, createToken, { body: { name: 'a' } }).then(one => one.nmae)",
  ],
] as const

const STATEMENTS: readonly string[] = [...FITS, ...BREACHES.map(([, , statement]) => statement)]

/** It is 155,000, of which 100,000 are Fastify's; with types related to schemas at a call, it is more than a million. */
const MOST_INSTANTIATIONS = 250_000

const compile = (statements: readonly string[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-types-'))
  const compilerOptions = { types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')] }
  const config = { extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: [], files: ['uses.mts'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  writeFileSync(join(folder, 'uses.mts'), `${statements.join(';\n')};\n${PREAMBLE}`)
  const options = ['-p', folder, '--pretty', 'false', '--extendedDiagnostics']
  const { stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), options, { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  return stdout
}

describe('An operation’s types', () => {
  let output = ''
  before(() => {
    output = compile(STATEMENTS)
  })
  /** What the compiler says of a statement: the words that it points at, and its messages. */
  const saidOf = (statement: string) => {
    const line = STATEMENTS.indexOf(statement) + 1
    return output
      .split(/^(?=\S+\(\d+,\d+\): error)/m)
      .map(error => ({ error, at: /^\S+\((\d+),(\d+)\): error/.exec(error) }))
      .filter(({ at }) => Number(at?.[1]) === line)
      .map(({ error, at }) => `'${/^\w*/.exec(statement.slice(Number(at?.[2]) - 1))}': ${error}`)
      .join('')
  }

  test('let correct handlers and calls compile', () => {
    assert.match(output, /Instantiations: /)
    for (const statement of FITS) assert.equal(saidOf(statement), '', statement)
  })

  for (const [what, name, statement] of BREACHES)
    test(`refuse ${what}, and the message names it`, () => {
      assert.match(saidOf(statement), new RegExp(`'${name}'`), statement)
    })

  test('are computed once, not at each handler and call', () => {
    const count = Number(/Instantiations:\s+(\d+)/.exec(output)?.[1])
    assert.ok(count < MOST_INSTANTIATIONS, `${count} instantiations`)
  })
})
