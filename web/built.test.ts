/** What the built app carries of the contract: calls, and no schemas. */
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { contractManifest, manifestOf } from '../scripts/contract-manifest.ts'

const ROOT = join(import.meta.dirname, '..')
const ASSETS = join(ROOT, 'web/dist/assets')
const CONTRACT = globSync('contract/**/*.ts', { cwd: ROOT }).filter(file => !file.endsWith('.test.ts'))

/** What TypeBox writes into schemas. */
const SCHEMA_LIBRARY = /["'`.]?~(kind|optional|unsafe|refine)\b/
/** Short sentences may be on the screen as well. */
const LEAST_LETTERS = 25

const textsIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return []
  const { summary, description } = Object(value)
  const own = [summary, description].filter(text => typeof text === 'string' && text.length >= LEAST_LETTERS)
  return [...own, ...Object.values(value).flatMap(textsIn)]
}

const exportsOf = async (file: string): Promise<Record<string, unknown>> => import(pathToFileURL(join(ROOT, file)).href)
/** Some pages say the same in their own words. */
const pages = globSync('web/**/*.tsx', { cwd: ROOT }).map(file =>
  readFileSync(join(ROOT, file), 'utf8').replace(/\s+/g, ' '),
)
const texts = new Set(
  (await Promise.all(CONTRACT.map(exportsOf)))
    .flatMap(textsIn)
    .filter(text => !pages.some(page => page.includes(text))),
)

/** The signs of schemas in a chunk. */
const schemasIn = (chunk: string): string[] => [
  ...(SCHEMA_LIBRARY.exec(chunk) ?? []).slice(0, 1),
  ...Array.from(texts).filter(text => chunk.includes(text)),
]

/** Builds a page that calls an operation, with or without the manifest. */
const bundled = async (source: string, plugins: readonly (typeof contractManifest)[]) => {
  const page = {
    name: 'page',
    resolveId: (id: string) => (id === 'page.ts' ? join(ROOT, 'web/page.ts') : undefined),
    load: (id: string) => (id.endsWith('web/page.ts') ? source : undefined),
  }
  const result = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'silent',
    plugins: [page, ...plugins],
    build: { write: false, rolldownOptions: { input: 'page.ts', preserveEntrySignatures: 'strict' } },
  })
  return [result]
    .flat()
    .flatMap(part => ('output' in part ? part.output : []))
    .flatMap(part => ('code' in part ? [part.code] : []))
    .join('\n')
}

const CREATES_A_TOKEN = "export { createToken } from '../contract/identity/tokens.ts'"

suite('the built app', () => {
  test('carries neither the schema library nor a schema of the contract', () => {
    const chunks = globSync('*.js', { cwd: ASSETS })
    assert.ok(chunks.length > 20 && texts.size > 200)
    for (const chunk of chunks) assert.deepEqual(schemasIn(readFileSync(join(ASSETS, chunk), 'utf8')), [], chunk)
  })

  test('would be found out: without the manifest a page that creates a token carries both', async () => {
    const found = schemasIn(await bundled(CREATES_A_TOKEN, []))
    assert.ok(found.length > 10 && found[0]?.includes('~'), found.join('\n'))
    assert.deepEqual(schemasIn(await bundled(CREATES_A_TOKEN, [contractManifest])), [])
  })

  test('can’t name a schema: that does not build', async () => {
    const naming = bundled("export { PersonalToken } from '../contract/identity/tokens.ts'", [contractManifest])
    await assert.rejects(naming, /PersonalToken/)
  })
})

test('a manifest has the call of each operation, plain values, and nothing else', async () => {
  const manifest = manifestOf({
    ...(await exportsOf('contract/catalog/catalog.ts')),
    WORDS: ['a', 'b'],
    MOST: 3,
    check: () => true,
  })
  assert.match(manifest, /^export const WORDS = \["a","b"\]$/m)
  assert.match(manifest, /^export const MOST = 3$/m)
  assert.doesNotMatch(manifest, /check|description|summary|answers|query/)
  assert.match(
    manifest,
    /^export const upsertEntity = \{"id":"\w+","method":"POST","path":"[^"]+","needs":\{"permission":"EDIT_ENTITIES"\},"body":\{"text":true,"mediaType":"[^"]+"\}\}$/m,
  )
})

type Part = { readonly file: string; readonly css?: readonly string[]; readonly imports?: readonly string[] }

const isPart = (part: unknown): part is Part => typeof Object(part).file === 'string'

const partsOf = (): Record<string, unknown> => JSON.parse(readFileSync(join(ASSETS, '../.vite/manifest.json'), 'utf8'))

/** The files that the browser loads for a page of the app: its own, and all that it imports. */
const filesOf = (page: string): Set<string> => {
  const parts = partsOf()
  const seen = new Set<string>()
  const visit = (name: string): string[] => {
    const part = parts[name]
    if (seen.has(name) || !isPart(part)) return []
    seen.add(name)
    return [part.file, ...(part.css ?? []), ...(part.imports ?? []).flatMap(visit)]
  }
  return new Set(['index.html', page].flatMap(visit))
}

/** The parts that import themselves by way of others: one of them runs before what it needs. */
const circular = (parts: Record<string, unknown>): string[] => {
  const importsOf = (name: string) => {
    const part = parts[name]
    return isPart(part) ? (part.imports ?? []) : []
  }
  const reached = (start: string): Set<string> => {
    const seen = new Set(importsOf(start))
    for (const name of seen) for (const next of importsOf(name)) seen.add(next)
    return seen
  }
  return Object.keys(parts).filter(name => reached(name).has(name))
}

test('no part of the built app imports itself by way of others', () => {
  const parts = partsOf()
  assert.ok(Object.keys(parts).length > 20)
  assert.deepEqual(circular(parts), [])
  const planted = {
    a: { file: 'a', imports: ['b'] },
    b: { file: 'b', imports: ['a'] },
    c: { file: 'c', imports: ['a'] },
  }
  assert.deepEqual(circular(planted), ['a', 'b'])
})

const sentBytes = (file: string): number => {
  const path = join(ASSETS, '..', file)
  return statSync(existsSync(`${path}.br`) ? `${path}.br` : path).size
}

/** The page itself, its answers and the headers come to 14 kB more: `npm run bench -- first-load` measures all of it. */
const MOST_BYTES = 186_000

test('the first load of My access tokens stays within its limit, and has neither editor nor dialogs', () => {
  const files = [...filesOf('identity/tokens/my-tokens-page.tsx')]
  assert.ok(files.length >= 4)
  const bytes = files.map(sentBytes).reduce((sum, size) => sum + size, 0)
  assert.ok(bytes <= MOST_BYTES, `${bytes} bytes: ${files.join(', ')}`)
  assert.deepEqual(
    files.filter(file => /editor|descriptor|dialog|new-token|notice-corner/.test(file) && !/use-dialog/.test(file)),
    [],
  )
})

/** Of the picture of dependencies, with the worker that lays it out. */
const MOST_PICTURE_BYTES = 85_000

test('the picture of dependencies stays within its limit, and loads with its tab alone', () => {
  const own = new Set(
    globSync('{dependency-picture,layout-thread}-*.{js,css}', { cwd: ASSETS }).map(file => `assets/${file}`),
  )
  assert.equal(own.size, 3)
  const bytes = [...own].map(sentBytes).reduce((sum, size) => sum + size, 0)
  assert.ok(bytes <= MOST_PICTURE_BYTES, `${bytes} bytes`)
  for (const page of ['catalog/entities/entity-page.tsx', 'catalog/dependencies/dependencies-tab.tsx'])
    assert.deepEqual([...own.intersection(filesOf(page))], [], page)
})
