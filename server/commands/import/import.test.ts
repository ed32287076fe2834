/** `portico import` and `portico export` as people run them, against a real server. */
import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { openSqlite } from '../../core/db/sqlite.ts'
import { addPerson, call } from '../../testing/people.ts'
import { type RunningServer, startServer } from '../../testing/process.ts'

const CLI = join(import.meta.dirname, '../../cli.ts')

type Ran = { code: number; stdout: string; stderr: string }

const descriptor = (tag: string, info = '') =>
  `openapi: 3.0.1\ninfo:\n  title: ${JSON.stringify(tag)}\n  x-cortex-tag: ${JSON.stringify(tag)}\n${info}`

const component = (name: string, spec = '') =>
  `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ${name}\nspec:\n  type: service\n  owner: ada\n${spec}`

suite('portico import and export', () => {
  let server: RunningServer
  let bearer: string
  let email: string
  const made: string[] = []

  before(async () => {
    server = await startServer({ PORTICO_RATE_LIMIT: '0' })
    const database = openSqlite(join(server.folder, 'portico.db'))
    const person = await addPerson(database, 'USER')
    ;({ bearer } = person)
    const row = await database.db
      .selectFrom('users')
      .select('email')
      .orderBy('created_at', 'desc')
      .executeTakeFirstOrThrow()
    email = row.email
    await database.close()
  })
  after(async () => {
    await server.stop()
    server.remove()
    for (const folder of made) rmSync(folder, { recursive: true })
  })

  const folderWith = (files: Readonly<Record<string, string>>) => {
    const folder = mkdtempSync(join(tmpdir(), 'portico-import-'))
    made.push(folder)
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    return folder
  }

  const env = () => ({ ...process.env, ...server.env, PORTICO_TOKEN: bearer, HOME: server.folder })

  const portico = (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ran> =>
    new Promise(resolve => {
      execFile(process.execPath, [CLI, ...args], { env: { ...env(), ...more } }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      )
    })

  const overHttp = (args: readonly string[]) => portico([...args, '--url', server.url])

  const sourceOf = async (tag: string) =>
    (await call(server.url, { path: `/api/v1/catalog/${encodeURIComponent(tag)}/openapi?yaml=true`, bearer })).text

  test('imports descriptors of any layout, and again without a change', async () => {
    const folder = folderWith({
      'a.yaml': `# two\n${descriptor('one')}---\n${descriptor('two')}`,
      'deep/er/b.yml': descriptor('three').replaceAll('\n', '\r\n'),
      'c.json': `${JSON.stringify({ openapi: '3.0.1', info: { title: 'four', 'x-cortex-tag': 'four' } }, null, 2)}\n`,
      '.cortex/catalog/d.yaml': descriptor('five'),
      'node_modules/x/e.yaml': descriptor('never'),
      'k8s.yaml': 'apiVersion: v1\nkind: Service\n',
      'notes.txt': descriptor('never'),
    })
    const dry = await overHttp(['import', folder, '--dry-run'])
    assert.equal(dry.code, 0, dry.stderr)
    assert.match(dry.stdout, /Dry run, nothing was stored: 5 created, 0 updated, 0 unchanged, 0 failed\./)
    const first = await overHttp(['import', folder])
    assert.equal(first.code, 0, first.stderr)
    assert.match(first.stdout, /^created +two +a\.yaml:7$/m)
    assert.match(first.stdout, /1 document is neither a descriptor nor a Backstage entity/)
    assert.equal(await sourceOf('three'), descriptor('three').replaceAll('\n', '\r\n'))
    const again = await overHttp(['import', folder, '--format', 'json'])
    assert.deepEqual(
      JSON.parse(again.stdout).entities.map(({ outcome, file }: Record<string, string>) => `${outcome} ${file}`),
      ['.cortex/catalog/d.yaml', 'a.yaml', 'a.yaml', 'c.json', 'deep/er/b.yml'].map(file => `UNCHANGED ${file}`),
    )
  })

  test('names the file and line of what failed, and ends with 1', async () => {
    const folder = folderWith({
      'good.yaml': descriptor('good'),
      'bad.yaml': `${descriptor('bad-one')}---\nopenapi: 3.0.1\ninfo:\n  x-cortex-tag: bad-two\n`,
      'broken.yaml': `${component('x')}\n a: [\n`,
      'encoding.yaml': descriptor('latin'),
    })
    writeFileSync(join(folder, 'encoding.yaml'), Buffer.from([0x61, 0x3a, 0xff, 0x0a]))
    const { code, stdout } = await overHttp(['import', folder])
    assert.equal(code, 1)
    assert.match(stdout, /^failed +bad-two +bad\.yaml:6 +line 7: title is required/m)
    assert.match(stdout, /^failed +- +broken\.yaml:\d+ +The document isn't valid YAML/m)
    assert.match(stdout, /^failed +- +encoding\.yaml:1 +The file isn't valid UTF-8/m)
    assert.match(stdout, /2 created, 0 updated, 0 unchanged, 3 failed\./)
  })

  test('imports a Backstage tree, follows locations inside the folder alone, and reports what did not map', async () => {
    const outside = folderWith({ 'secret.yaml': component('outside') })
    const folder = folderWith({
      'catalog-info.yaml': `apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: all}\nspec:\n  targets:\n    - ./more/catalog.info\n    - ../${outside.split('/').at(-1)}/secret.yaml\n    - ./link.yaml\n    - https://example.com/catalog-info.yaml\n    - ./*/catalog-info.yaml\n`,
      'more/catalog.info': component('followed', '  dependsOn: [component:found]\n'),
      'found/catalog-info.yaml': component('found').replace(
        'name: found',
        'name: found\n  annotations: {example.com/x: y}',
      ),
      'templates/skeleton/catalog-info.yaml': component(`\${{ values.name }}`),
    })
    symlinkSync(join(outside, 'secret.yaml'), join(folder, 'link.yaml'))
    const { code, stdout, stderr } = await overHttp(['import', folder])
    assert.equal(code, 0, stdout + stderr)
    assert.match(stdout, /^created +followed +more\/catalog\.info:1$/m)
    assert.match(stdout, /2 created, 0 updated/)
    assert.doesNotMatch(stdout, /outside/)
    assert.match(stdout, /^2 +Location target \(not a file in the folder\) +catalog-info\.yaml:1$/m)
    assert.match(stdout, /^1 +Location target \(a URL, which is not fetched\)/m)
    assert.match(stdout, /^1 +annotation example\.com\/x +found\/catalog-info\.yaml:1$/m)
    assert.match(stdout, /^1 +template skeleton/m)
    assert.match(await sourceOf('followed'), /x-cortex-dependency:\n +- tag: found/)
    assert.match((await overHttp(['import', folder])).stdout, /0 created, 0 updated, 2 unchanged, 0 failed\./)
  })

  test('exports every descriptor to the character, again without a change, and an import of it changes nothing', async () => {
    const texts = [
      `---\n# mine\n${descriptor('@acme/orders')}...\n`,
      descriptor('Orders'),
      descriptor('orders'),
      descriptor('con'),
      descriptor('a-team', '  x-cortex-type: team\n'),
      `${descriptor('ended')}---\n`,
    ]
    for (const body of texts) {
      const type = 'application/openapi'
      assert.equal(
        (await call(server.url, { method: 'POST', path: '/api/v1/open-api', bearer, body, type })).status,
        200,
      )
    }
    const folder = folderWith({ 'mine.txt': 'mine', 'orders.yaml': 'mine' })
    const refused = await overHttp(['export', folder])
    assert.equal(refused.code, 1)
    assert.match(refused.stdout, /orders\.yaml already exists/)
    assert.equal(readFileSync(join(folder, 'orders.yaml'), 'utf8'), 'mine')
    const first = await overHttp(['export', folder, '--yes'])
    assert.equal(first.code, 0, first.stdout + first.stderr)
    const names = readdirSync(folder)
    assert.equal(new Set(names.map(name => name.toLowerCase())).size, names.length)
    assert.ok(!names.some(name => /[/\\:*?"<>|]/.test(name) || /^con\./i.test(name)))
    assert.deepEqual(
      texts.filter(text => !names.some(name => readFileSync(join(folder, name), 'utf8') === text)),
      [],
    )
    assert.match((await overHttp(['export', folder])).stdout, /^0 written, \d+ unchanged, 0 failed\.$/m)
    const back = await overHttp(['import', folder])
    assert.match(back.stdout, /^0 created, 0 updated, \d+ unchanged, 0 failed\.$/m)
    await call(server.url, { method: 'DELETE', path: '/api/v1/catalog/con', bearer }) // a user may not; the file stays
    assert.equal(readFileSync(join(folder, 'mine.txt'), 'utf8'), 'mine')
  })

  test('removes files of entities that are gone only when told', async () => {
    const database = openSqlite(join(server.folder, 'portico.db'))
    const folder = folderWith({ 'mine.yaml': 'a: 1\n' })
    await overHttp(['export', folder])
    await database.transaction(db => db.deleteFrom('entities').where('tag', '=', 'Orders').execute())
    await database.close()
    const kept = await overHttp(['export', folder])
    assert.match(kept.stdout, /1 of the files from earlier exports no longer belong to an entity, for example Orders~/)
    const removed = await overHttp(['export', folder, '--delete'])
    assert.match(removed.stdout, /0 written, \d+ unchanged, 1 removed, 0 failed/)
    assert.ok(readdirSync(folder).includes('mine.yaml'))
    assert.ok(!readdirSync(folder).some(name => name.startsWith('Orders~')))
  })

  test('works on the database as a person, and revokes the token at the end', async () => {
    const folder = folderWith({ 'a.yaml': descriptor('beside') })
    const { code, stdout, stderr } = await portico(['import', folder, '--as', email])
    assert.equal(code, 0, stdout + stderr)
    assert.match(stdout, /1 created/)
    const database = openSqlite(join(server.folder, 'portico.db'))
    const row = await database.db
      .selectFrom('audit_logs')
      .select(['actor_email', 'actor_type', 'actor_cid'])
      .where('object_identifier', '=', 'beside')
      .executeTakeFirstOrThrow()
    assert.deepEqual([row.actor_email, row.actor_type], [email, 'PERSONAL_API_KEY'])
    const token = await database.db
      .selectFrom('credentials')
      .select('ended_at')
      .where('cid', '=', row.actor_cid ?? '')
      .executeTakeFirstOrThrow()
    assert.notEqual(token.ended_at, null)
    await database.close()
    assert.match((await portico(['export', folder, '--as', 'nobody@example.com'])).stderr, /No person has the email/)
  })

  test('says what is missing or wrong, without the token', async () => {
    const folder = folderWith({ 'a.yaml': descriptor('unsent') })
    const cases: readonly (readonly [string[], Record<string, string>, RegExp])[] = [
      [['import'], {}, /FOLDER is required/],
      [['import', join(folder, 'none')], {}, /does not exist/],
      [['import', folderWith({ 'a.yaml': 'a: 1\n' }), '--url', server.url], {}, /has no descriptors/],
      [['import', folder], {}, /--url is required with PORTICO_TOKEN/],
      [['import', folder, '--url', 'http://portico.example.com'], {}, /doesn't use https/],
      [['import', folder, '--url', server.url, '--format', 'xml'], {}, /--format must be table or json/],
      [['import', folder, '--url', server.url, '--as', email], {}, /either --as/],
      [['import', folder, '--url', server.url], { PORTICO_TOKEN: `${bearer}x` }, /isn't valid/],
      [['import', folder, '--url', 'http://127.0.0.1:9'], {}, /can't be reached/],
    ]
    for (const [args, more, words] of cases) {
      const { code, stdout, stderr } = await portico(args, more)
      assert.equal(code, 1, args.join(' '))
      assert.match(stderr, words)
      assert.ok(!(stdout + stderr).includes(bearer))
    }
  })

  test('takes the token that portico login stored, for its own address alone', async () => {
    const home = folderWith({ '.cortex/config': `[default]\napi_key = ${bearer}\nbase_url = ${server.url}\n` })
    const folder = folderWith({ 'a.yaml': descriptor('stored-login') })
    const more = { HOME: home, PORTICO_TOKEN: '' }
    const { code, stdout, stderr } = await portico(['import', folder], more)
    assert.equal(code, 0, stderr)
    assert.match(stdout, /1 created/)
    assert.match((await portico(['import', folder, '--url', 'http://localhost:1'], more)).stderr, /is for http/)
    assert.match((await portico(['import', folder, '--workspace', 'other'], more)).stderr, /No token/)
  })

  test('Ctrl+C ends it with what was done, and the next run continues', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 600 }, (_, nth) => [`${nth}.yaml`, descriptor(`interrupted-${nth}`)]),
    )
    const folder = folderWith(files)
    const child: ChildProcess = spawn(process.execPath, [CLI, 'import', folder, '--url', server.url], { env: env() })
    let stdout = ''
    child.stdout?.on('data', text => {
      stdout += text
    })
    const ended = new Promise<number | null>(resolve => child.once('exit', resolve))
    for (;;) {
      const { text } = await call(server.url, { path: '/api/v1/catalog/interrupted-0', bearer })
      if (/"tag"/.test(text)) break
    }
    child.kill('SIGINT')
    assert.equal(await ended, 1)
    assert.match(stdout, /Stopped early: 100 descriptors were not sent\. Run the command again/)
    const again = await overHttp(['import', folder])
    assert.equal(again.code, 0, again.stderr)
    assert.match(again.stdout, /, 500 unchanged, 0 failed\./)
  })
})
