/** The scaffold writes code that compiles and is within all rules, in a copy of the sources. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, suite, type TestContext, test } from 'node:test'
import { operationsOf, readDocument } from '../openapi/document.ts'
import { closeTo, kebab, sentence } from './names.ts'
import { scaffold } from './slice.ts'
import { copySources, type Ran, SENTENCE } from './testing.ts'
import { readContract } from './there.ts'

const TAG = 'Parcels: 2-Sent'
const NAME = 'parcels-2-sent'
const CONTRACT = `contract/catalog/${NAME}.ts`
const FOLDER = `server/catalog/${NAME}`

/** The rules of the contract and the wings take seconds to load, beside the compiler. */
const isLong = process.env.TEST_LONG === 'yes'

/** The slices in the order of their list, each with its wing. */
const wingsIn = (list: string) => {
  const imports = [...list.matchAll(/^import \{ (\w+) \} from '\.\/(\w+)\//gm)]
  const wings = new Map(imports.map(([, slice = '', wing]) => [slice, wing]))
  return new Map(Array.from(list.matchAll(/^ {2}(\w+),$/gm), ([, slice = '']) => [slice, wings.get(slice)]))
}

const succeeded = ({ code, stdout, stderr }: Ran) => assert.equal(code, 0, `${stdout}${stderr}`)

/** For a test that changes it: the others may run before or after. */
const ownCopy = (context: TestContext) => {
  const copy = copySources()
  context.after(() => copy.remove())
  return copy
}

suite('the scaffold', () => {
  const copy = copySources()
  let ran: Ran
  let contract: string
  let sliceList: string
  before(async () => {
    sliceList = copy.read('server/slices.ts')
    ran = await copy.scaffold(TAG, '--wing', 'catalog')
    succeeded(ran)
    contract = copy.read(CONTRACT)
  })
  after(() => copy.remove())

  test('writes the contract, an empty slice with its test, and its one line in the list', async () => {
    assert.deepEqual(ran.stdout.match(/(?<=wrote ).*/g), [
      CONTRACT,
      `${FOLDER}/slice.ts`,
      `${FOLDER}/routes.ts`,
      `${FOLDER}/${NAME}.test.ts`,
    ])
    assert.match(ran.stdout, /has these already, so they are left out: GET \/api\/v1\/catalog$/m)
    const list = copy.read('server/slices.ts')
    assert.match(list, /^import \{ parcels2Sent \} from '\.\/catalog\/parcels-2-sent\/slice\.ts'$/m)
    assert.equal(list.replace(/^.*parcels2Sent.*\n/gm, ''), sliceList)
    const wings = wingsIn(list)
    assert.equal(wings.get('parcels2Sent'), 'catalog')
    const listed = [...wings.values()]
    assert.equal([...wings.keys()].indexOf('parcels2Sent'), listed.lastIndexOf('catalog'), 'the last one of its wing')
  })

  test('writes what compiles, passes the linter and keeps the rules of the contract and of the wings', async () => {
    succeeded(await copy.compile(`${FOLDER}/${NAME}.test.ts`))
    succeeded(await copy.lint())
    if (isLong) succeeded(await copy.test('contract/core/inputs.test.ts', 'server/boundaries.test.ts'))
  })

  test('keeps shapes: required fields, enums, null, unions, lists in a query and names that are no identifiers', () => {
    const has = (part: string | RegExp) =>
      assert.ok(typeof part === 'string' ? contract.includes(part) : part.test(contract), `${part} in\n${contract}`)
    has(/sentAt: Instant,/)
    has(/labels: T\.Optional\(T\.Record\(T\.String\(\), T\.String\(\)\)\)/)
    has(/state: T\.Enum\(\['NEW', 'it\\'s "sent"'\]\)/)
    has(/grade: T\.Optional\(T\.Union\(\[T\.Union\(\[T\.Literal\(1\), T\.Literal\(2\)\]\), T\.Null\(\)\]\)\)/)
    has(/only: T\.Optional\(T\.Literal\('ONE'\)\)/)
    has(/to: T\.Optional\(T\.Union\(\[ShipToAddress, T\.Null\(\)\]\)\)/)
    has(/export const ShipToAddress = T\.Object\(\s*\{[^}]*street: T\.String/)
    has(/'post-code': T\.Optional/)
    has(/\['__proto__'\]: T\.String/)
    has(/export const Base = T\.Union\(\[Small, Large\]\)/)
    has(/export const Small = T\.Object\(\s*\{ kind: T\.String\([^)]*\), size: T\.Integer\(\) \}/)
    has(/export const Object2 = T\.Object/)
    has(/description: T\.Optional\(T\.Union\(\[Description, T\.Null\(\)\]\)\)/)
    has(/more: T\.Optional\(T\.Union\(\[T\.String\(\), T\.Null\(\)\]\)\)/)
    has(/state: T\.Optional\(\s*T\.Array\(T\.Enum\(\['NEW', 'SENT'\]\), \{ maxItems: 500/)
    has(/tenant: T\.String\(\{ maxLength: 255/)
    has(/'sort-by': T\.Optional\(T\.Enum\(\['name', 'age'\]/)
    has('...paging,')
    has('...pageFields')
    has("path: '/api/v1/parcels/{parcelId}/label'")
    has(/export const delete2 = operation\(\{\s*id: 'delete'/)
    has("textBody('text/plain', 'GAP:")
    has(/answers: \{ 200: \{ mediaType: 'image\/png'/)
    has('answers: { 204: EMPTY }')
    const asked = /export const ParcelAsked = T\.Object\(\{[\s\S]*?\n\}\)/.exec(contract)?.[0] ?? ''
    assert.match(asked, /secret: T\.Optional\(T\.String\(\{ maxLength: 255/)
    assert.match(asked, /name: Name,/)
    assert.doesNotMatch(asked, /\bid:/)
    assert.doesNotMatch(/export const Parcel = [\s\S]*?\n\)/.exec(contract)?.[0] ?? '', /\bsecret:/)
  })

  test('copies no sentence, and marks each gap, which the lint lists by file and line', async () => {
    assert.ok(!contract.includes(SENTENCE))
    const gaps = copy.gaps()
    assert.ok(
      gaps.some(gap => /^contract\/catalog\/parcels-2-sent\.ts:\d+ is not written yet: say what it does$/.test(gap)),
    )
    for (const part of [
      'describe tenant',
      'check that this is the permission',
      'check the limits',
      'another Tree; say how deep they go',
      'say what labels may hold, with limits',
      'the contract has another schema called ErrorResponse',
      'the header X-Trace is not read',
    ])
      assert.ok(
        gaps.some(gap => gap.includes(part)),
        `${part} in\n${gaps.join('\n')}`,
      )
    for (const file of ['routes', `${NAME}.test`])
      assert.ok(
        gaps.some(gap => gap.startsWith(`${FOLDER}/${file}.ts:`)),
        file,
      )
  })

  test('writes over nothing', async context => {
    const copy = ownCopy(context)
    succeeded(await copy.scaffold(TAG, '--wing', 'catalog'))
    copy.write('server/standards/letters/slice.ts', 'export {}\n')
    const list = copy.read('server/slices.ts')
    const refused = await copy.scaffold('Letters', '--wing', 'standards')
    assert.equal(refused.code, 1)
    assert.match(
      refused.stderr,
      /^Nothing was written, because these files exist: server\/standards\/letters\/slice\.ts$/m,
    )
    assert.equal(copy.read('server/slices.ts'), list)
    assert.throws(() => copy.read('contract/standards/letters.ts'))
    succeeded(await copy.scaffold('Letters', '--wing', 'standards', '--name', 'mail'))
    const again = await copy.scaffold(TAG, '--wing', 'catalog')
    assert.match(again.stderr, /^Nothing was written\.$/m)
  })

  test('says what is wrong and what there is instead', async context => {
    const copy = ownCopy(context)
    const says = async (args: readonly string[], what: RegExp) => {
      const { code, stderr } = await copy.scaffold(...args)
      assert.equal(code, 1)
      assert.match(stderr, what)
    }
    await says(
      ['Parcel', '--wing', 'catalog'],
      /^The document has no tag "Parcel"\. Close ones: "Letters", "Parcels: 2-Sent"$/m,
    )
    await says(['parcels', '--wing', 'catalog'], /^The document has no tag "parcels"\. Close ones: "Parcels: 2-Sent"$/m)
    await says(['Letters'], /^Say which wing it belongs to: --wing identity, catalog, standards, outbound$/m)
    await says(['Letters', '--wing', 'core'], /^There is no wing "core"\. Choose one of identity, /m)
    await says(['Letters', '--wing', 'catalog', '--name', 'a/b'], /^"a\/b" is no name of a folder\./m)
    await says([], /^Usage: npm run scaffold -- TAG --from FILE/m)
    copy.write('published.json', JSON.stringify({ swagger: '2.0', paths: {} }))
    await says(['Letters', '--wing', 'catalog'], /^Only OpenAPI 3 can be read\. This document has version 2\.0\.$/m)
    const responses = { 200: { $ref: '#/components/responses/gone' } }
    const paths = { '/api/v1/stamps': { get: { tags: ['Stamps'], responses } } }
    copy.write('published.json', JSON.stringify({ openapi: '3.1.0', paths }))
    await says(['Stamps', '--wing', 'outbound'], /^#\/components\/responses\/gone leads nowhere\.$/m)
  })
})

const reference = process.env.PORTICO_REFERENCE
const notNow = reference && isLong ? false : 'needs PORTICO_REFERENCE, and npm test'

test('every tag of the published document becomes code that compiles and passes the linter', {
  skip: notNow,
}, async () => {
  const copy = copySources()
  const root = readDocument(reference ?? '')
  const there = await readContract(join(import.meta.dirname, '../..'))
  const folders: string[] = []
  for (const tag of new Set(operationsOf(root).flatMap(({ tags }) => tags))) {
    const name = `their-${kebab(tag)}`
    for (const { path, text } of scaffold({ root, tag, wing: 'catalog', name, there }).files) copy.write(path, text)
    folders.push(`server/catalog/${name}`)
  }
  await copy.tidy()
  succeeded(await copy.compile(...folders))
  succeeded(await copy.lint())
  succeeded(await copy.test('contract/core/inputs.test.ts', 'server/boundaries.test.ts'))
  copy.remove()
})

test('names of folders and tags come from the tags of a document', () => {
  assert.equal(kebab('[Integrations] Incident.io'), 'integrations-incident-io')
  assert.equal(kebab('Teams [Departments] (legacy)'), 'teams-departments-legacy')
  assert.equal(sentence('API Keys'), 'API keys')
  assert.equal(sentence('[Integrations] GitHub'), 'Integrations GitHub')
  assert.deepEqual(closeTo('github', ['Groups', '[Integrations] GitHub', '[Integrations] GitLab']), [
    '[Integrations] GitHub',
  ])
  assert.deepEqual(closeTo('Custm Data', ['Custom Data', 'Docs']), ['Custom Data'])
})
