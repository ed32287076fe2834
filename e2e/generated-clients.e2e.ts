/**
 * Clients that other projects' generators write from `/openapi.json`, each with what it sends by default. The generators are installed
 * on first use, beside what Portico needs: docs/decisions/generated-clients.md.
 * own process: it waits for an installation and for compilers, a minute beside other tests
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { openSqlite } from '../server/core/db/sqlite.ts'
import { newFolder } from '../server/testing/folder.ts'
import { addPerson, call } from '../server/testing/people.ts'
import { type RunningServer, startServer } from '../server/testing/process.ts'
import type { Given, Program } from './clients/program.ts'

const ROOT = join(import.meta.dirname, '..')
const SOURCES = join(import.meta.dirname, 'clients')
/** Below `node_modules`, so that nothing of it counts as a source of ours, and `npm ci` removes it. */
const INSTALLED = join(ROOT, 'node_modules/.cache/clients')
const WHAT_TO_INSTALL = ['package.json', 'package-lock.json', '.npmrc']

/** How each is called in its documentation, where the operations are in what it writes, and how it writes one. */
const GENERATORS = {
  'openapi-fetch': {
    command: ['openapi-typescript', 'openapi.json', '-o', 'openapi-typescript/schema.ts'],
    written: 'openapi-typescript/schema.ts',
    operation: (id: string) => `\n    ${id}: {\n        parameters: {`,
  },
  'hey-api': {
    command: ['openapi-ts', '-i', 'openapi.json', '-o', 'hey-api', '-c', '@hey-api/client-fetch', '--no-log-file'],
    written: 'hey-api/sdk.gen.ts',
    operation: (id: string) => `\nexport const ${id} = `,
  },
  orval: {
    command: ['orval', '--config', 'orval.config.ts', '--fail-on-warnings'],
    written: 'orval/client.ts',
    operation: (id: string) => `\nexport const ${id} = `,
  },
} as const

const descriptors = (tag: string) => ({
  entity: `openapi: 3.0.1
info:
  title: 'Made by "${tag}"' # a comment, quotes and é
  x-cortex-tag: ${tag}
  x-cortex-groups: [generated, ${tag}]
`,
  scorecard: `tag: ${tag}
name: Made by ${tag}
ladder:
  levels: [{ name: Good, rank: 1, color: "#008000" }]
rules:
  - { title: Owned, expression: ownership != null, level: Good, weight: 1 }
  - { title: In git, expression: git != null, level: Good, weight: 1 }
`,
})

/** Runs a program of `node_modules/.bin` to its end, under this Node. */
const run = (program: string, args: readonly string[], cwd: string) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>(resolve => {
    const env = { ...process.env, NO_COLOR: '1' }
    execFile(process.execPath, [program, ...args], { cwd, env }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    )
  })

const install = async () => {
  mkdirSync(INSTALLED, { recursive: true })
  for (const file of WHAT_TO_INSTALL) cpSync(join(SOURCES, file), join(INSTALLED, file))
  const { code, stderr } = await run(join(ROOT, 'scripts/prepare.js'), [INSTALLED], ROOT)
  assert.equal(code, 0, stderr)
}

/** A folder with the sources of the clients, and what they import. */
const newWorkFolder = () => {
  const folder = newFolder('portico-clients-')
  cpSync(SOURCES, folder, { recursive: true })
  rmSync(join(folder, 'package.json'))
  symlinkSync(join(INSTALLED, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

const tokenOf = async (server: RunningServer, role: string) => {
  const database = openSqlite(join(server.folder, 'portico.db'))
  const { bearer } = await addPerson(database, role)
  await database.close()
  return bearer
}

suite('clients generated from /openapi.json', () => {
  let server: RunningServer
  let folder: string
  let token: string
  before(async () => {
    ;[server] = await Promise.all([startServer(), install()])
    folder = newWorkFolder()
    token = await tokenOf(server, 'ADMIN')
    writeFileSync(join(folder, 'openapi.json'), (await call(server.url, { path: '/openapi.json' })).text)
  })
  after(async () => {
    await server?.stop()
    server?.remove()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  const stored = async (path: string) => (await call(server.url, { path, bearer: token })).text

  test('have every operation, compile, create an entity and a Scorecard, and read them back', async context => {
    const ids: string[] = Object.values(JSON.parse(read('openapi.json')).paths).flatMap(methods =>
      Object.values(methods ?? {}).map(({ operationId }) => operationId),
    )
    assert.ok(ids.length > 70, `${ids.length}`)

    const generators = Object.entries(GENERATORS)
    const runs = generators.map(
      ([
        ,
        {
          command: [program, ...args],
        },
      ]) => run(join(INSTALLED, 'node_modules/.bin', program), args, folder),
    )
    const ran = await Promise.all(runs)
    for (const [index, [name, { written, operation }]] of generators.entries()) {
      const { code, stdout, stderr } = ran[index] ?? assert.fail()
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' }, `${name}: ${stdout}${stderr}`)
      const text = read(written)
      const missing = ids.filter(id => !text.includes(operation(id)))
      assert.deepEqual(missing, [], name)
    }

    const compiled = await run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', '.'], folder)
    assert.deepEqual(compiled, { code: 0, stdout: '', stderr: '' })

    for (const name of Object.keys(GENERATORS))
      await context.test(name, async () => {
        const { createAndRead }: { createAndRead: Program } = createRequire(import.meta.url)(
          join(folder, 'compiled', `with-${name}.js`),
        )
        const given: Given = { url: server.url, token, tag: name, ...descriptors(name) }
        assert.deepEqual(await createAndRead(given), {
          entity: { tag: name, name: `Made by "${name}"`, groups: ['generated', name] },
          descriptor: given.entity,
          scorecard: { tag: name, name: `Made by ${name}`, expressions: ['ownership != null', 'git != null'] },
          scorecardDescriptor: given.scorecard,
          listed: [name],
          refused: {
            violations: ['Missing field', 'Missing field'],
            details: `No entity has the tag or identifier ${name}-missing.`,
          },
        })
        assert.equal(await stored(`/api/v1/catalog/${name}/openapi?yaml=true`), given.entity)
        assert.equal(await stored(`/api/v1/scorecards/${name}/descriptor`), given.scorecard)
      })
  })
})
