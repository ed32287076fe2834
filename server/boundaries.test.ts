/** Who may name whom, read from the source; and that each kind of breach is found. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { breachesOf, sizesOf } from './testing/boundaries.ts'
import { readSource } from './testing/source.ts'

const ROOT = join(import.meta.dirname, '..')

const files = ['contract', 'server', 'web', 'examples']
  .flatMap(side => globSync(`${side}/**/*.{ts,tsx}`, { cwd: ROOT }))
  .filter(file => !file.startsWith('web/dist/'))
const sources = files.map(file => readSource(file, readFileSync(join(ROOT, file), 'utf8')))

/** With what is added to a file, or a file that is new. */
const withText = (file: string, added: string) => {
  const there = files.includes(file) ? readFileSync(join(ROOT, file), 'utf8') : ''
  return [...sources.filter(source => source.file !== file), readSource(file, `${there}\n${added}\n`)]
}

type Plant = { readonly what: string; readonly file: string; readonly text: string; readonly found: RegExp }

const PLANTS: readonly Plant[] = [
  {
    what: 'core that names a slice above it',
    file: 'server/core/http/planted.ts',
    text: "import { findUser } from '../../identity/users/users.ts'\nexport const find = findUser",
    found: /planted\.ts:2 names .*core may not name identity/,
  },
  {
    what: 'a type alone, imported upward',
    file: 'server/identity/tokens/planted.ts',
    text: "import type { Entity } from '../../catalog/entities/document.ts'\nexport type One = Entity",
    found: /planted\.ts:2 names .*identity may not name catalog/,
  },
  {
    what: 'an import() upward',
    file: 'server/catalog/entities/planted.ts',
    text: "export const load = () => import('../../standards/scorecards/save.ts')",
    found: /catalog may not name standards/,
  },
  {
    what: 'a type by import() upward',
    file: 'server/catalog/entities/planted.ts',
    text: "export type Save = typeof import('../../standards/scorecards/save.ts')",
    found: /catalog may not name standards/,
  },
  {
    what: 'a re-export upward',
    file: 'server/identity/keys/planted.ts',
    text: "export { addNotice } from '../../outbound/notices/notices.ts'",
    found: /identity may not name outbound/,
  },
  {
    what: 'a module of a thread upward',
    file: 'server/core/threads/planted.ts',
    text: "export const thread = new URL('../../catalog/entities/reading-thread.ts', import.meta.url)",
    found: /core may not name catalog/,
  },
  {
    what: 'core that names a slice in a text',
    file: 'server/core/jobs/planted.ts',
    text: "export const folders = ['server/identity/tokens']",
    found: /planted\.ts:2 names the slice identity\/tokens/,
  },
  {
    what: 'the application, named from below',
    file: 'server/outbound/audit/planted.ts',
    text: "import { SLICES } from '../../slices.ts'\nexport const all = SLICES",
    found: /outbound may not name slices\.ts/,
  },
  {
    what: 'settings, named by core',
    file: 'server/core/mail/planted.ts',
    text: "import type { Config } from '../../config.ts'\nexport type One = Config",
    found: /core may not name config\.ts/,
  },
  {
    what: 'the routes of another slice',
    file: 'server/identity/keys/planted.ts',
    text: "import { tokenRoutes } from '../tokens/routes.ts'\nexport const routes = tokenRoutes",
    found: /the routes of another slice/,
  },
  {
    what: 'two slices that name each other',
    file: 'server/identity/credentials/planted.ts',
    text: "import type { TokenRow } from '../tokens/tokens.ts'\nexport type One = TokenRow",
    found: /goes in a circle: .*identity\/credentials → .*identity\/tokens|goes in a circle: .*identity\/tokens/,
  },
  {
    what: 'an interface of another slice that is added to',
    file: 'server/identity/keys/planted.ts',
    text: "declare module '../users/users.ts' { interface UserWithRoles { extra: string } }",
    found: /adds to UserWithRoles/,
  },
  {
    what: 'the contract that names the server',
    file: 'contract/identity/planted.ts',
    text: "export type { Config } from '../../server/config.ts'",
    found: /contract\/ may not name server\//,
  },
  {
    what: 'the browser app that names the server',
    file: 'web/identity/tokens/planted.ts',
    text: "export { canEdit } from '../../../server/identity/tokens/tokens.ts'",
    found: /web\/ may not name server\//,
  },
  {
    what: 'an example that names the server',
    file: 'examples/planted.ts',
    text: "export { insertEntity } from '../server/catalog/entities/entities.ts'",
    found: /examples\/ may not name server\//,
  },
  {
    what: 'the server that names an example',
    file: 'server/samples/planted.ts',
    text: "export { companyOf } from '../../examples/company.ts'",
    found: /server\/ may not name examples\//,
  },
  {
    what: 'a part of the page kit that names a slice',
    file: 'web/core/ui/planted.tsx',
    text: "export { useMe } from '../../identity/sessions/me.ts'",
    found: /core may not name identity/,
  },
  {
    what: 'a folder that is in no wing',
    file: 'server/helpers/planted.ts',
    text: 'export const one = 1',
    found: /server\/helpers\/planted\.ts is in no wing/,
  },
  {
    what: 'the product that names what is for tests',
    file: 'server/catalog/entities/planted.ts',
    text: "export { createWorld } from '../../testing/world.ts'",
    found: /only tests may name/,
  },
  {
    what: 'a file of more than 400 lines',
    file: 'server/catalog/entities/planted.ts',
    text: 'export {}\n'.repeat(401),
    found: /planted\.ts has 40\d lines/,
  },
  {
    what: 'SQL of one engine outside db/',
    file: 'server/catalog/entities/planted.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a file
    text: 'export const quoted = (key: string) => `json_quote(${key})`',
    found: /planted\.ts:2 has json_quote, which one engine alone understands/,
  },
  {
    what: 'an assertion about a type',
    file: 'server/catalog/entities/planted.ts',
    text: 'export const one = JSON.parse("1") as number\nexport const two = [1] as const',
    found: /planted\.ts:2 has an “as”$/,
  },
]

suite('the boundaries of wings and slices', () => {
  test('are kept', () => assert.deepEqual(breachesOf(sources), []))

  for (const { what, file, text, found } of PLANTS)
    test(`find ${what}`, () => {
      const breaches = breachesOf(withText(file, text))
      assert.ok(breaches.length >= 1, 'nothing is found')
      assert.match(breaches.join('\n'), found)
    })

  test('leave no function above 60 lines or three parameters', () => assert.deepEqual(sizesOf(sources), []))

  test('find a long function, and one with many parameters', () => {
    const long = `export const long = () => {\n${'  void 0\n'.repeat(60)}}`
    const many = 'export const many = (a: 1, b: 2, c: 3, d: 4) => a + b + c + d'
    const breaches = sizesOf(withText('server/catalog/entities/planted.ts', `${long}\n${many}`))
    assert.deepEqual(
      breaches.filter(breach => /planted/.test(breach)),
      [
        'server/catalog/entities/planted.ts:2 is a function of 62 lines',
        'server/catalog/entities/planted.ts:64 has 4 parameters',
      ],
    )
  })
})
