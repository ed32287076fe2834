/** The command line beside a running server, as people and scripts use it. */
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { openSqlite } from './core/db/sqlite.ts'
import { addPerson, call } from './testing/people.ts'
import { startServer } from './testing/process.ts'

const CLI = join(import.meta.dirname, 'cli.ts')

type Ran = { code: number; stdout: string; stderr: string }

const runWith = (env: Record<string, string>, args: readonly string[], input = ''): Promise<Ran> =>
  new Promise(resolve => {
    const child = execFile(
      process.execPath,
      [CLI, ...args],
      { env: { ...process.env, ...env } },
      (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    )
    child.stdin?.end(input)
  })

suite('portico', () => {
  const running = startServer({ PORTICO_RATE_LIMIT: '0' })
  after(async () => {
    const server = await running
    await server.stop()
    server.remove()
  })
  const portico = async (args: readonly string[], input?: string) =>
    runWith({ ...(await running).env, INIT_CWD: (await running).folder }, args, input)
  const base = async () => (await running).url

  before(async () => {
    const created = await portico(
      ['user', 'create', '--email', 'Ada@Example.com', '--name', 'Ada', '--role', 'user', '--password-stdin'],
      'violet tractor nine lamps\n',
    )
    assert.equal(created.code, 0, created.stderr)
    assert.equal(created.stdout, '')
  })

  test('creates a token for a person, whose secret alone is on stdout', async () => {
    const token = await portico([
      'token',
      'create',
      '--email',
      'ada@example.com',
      '--name',
      'ci',
      '--expires',
      '2099-01-31',
      '--time-zone',
      'Europe/Berlin',
    ])
    assert.match(token.stdout, /^portico_pat_[0-9A-Za-z]{47}\n$/)
    assert.match(token.stderr, /It expires on February 1, 2099 at 00:00 \(Europe\/Berlin\)/)
    assert.equal(
      (await call(await base(), { path: '/api/v1/auth/token/self', bearer: token.stdout.trim() })).status,
      200,
    )
  })

  test('prints an invitation or a reset link, which leads to the running server', async () => {
    const invited = await portico([
      'user',
      'create',
      '--email',
      'grace@example.com',
      '--name',
      'Grace',
      '--role',
      'VIEWER',
    ])
    assert.match(invited.stdout, new RegExp(`^${await base()}/invitation#\\S+\n$`))
    const reset = await portico(['user', 'reset-link', '--email', 'grace@example.com'])
    assert.match(reset.stdout, new RegExp(`^${await base()}/reset-password#\\S+\n$`))
  })

  test('holds a personal token to the policy of the workspace', async () => {
    const server = await running
    const database = openSqlite(join(server.folder, 'portico.db'))
    const { cookie } = await addPerson(database, 'ADMIN')
    await database.close()
    const save = async (body: object) => {
      const path = '/api/v1/personal-tokens/policy'
      const answer = await call(server.url, { method: 'PUT', path, cookie, body: JSON.stringify(body) })
      assert.equal(answer.status, 200, answer.text)
    }
    await save({ expiryRequired: true })
    const create = ['token', 'create', '--email', 'ada@example.com', '--name', 'ci']
    const refused = await portico(create)
    assert.equal(refused.code, 1)
    assert.match(refused.stderr, /expir/)
    await save({ expiryRequired: false })
    assert.match((await portico(create)).stdout, /^portico_pat_/)
  })

  test('says in words what is wrong and ends with 1', async () => {
    for (const [args, words] of [
      [['user', 'create', '--email', 'x@example.com', '--name', 'X', '--role', 'KING'], /No role is named KING/],
      [['user', 'create', '--email', 'x@example.com', '--name', 'X\u202eY', '--role', 'USER'], /U\+202E at position 2/],
      [
        ['user', 'create', '--email', '\u0430da@example.com', '--name', 'X', '--role', 'USER'],
        /looks the same as ada@/,
      ],
      [['user', 'reset-link', '--email', 'nobody@example.com'], /No person has the email/],
      [
        [
          'token',
          'create',
          '--email',
          'ada@example.com',
          '--name',
          'x',
          '--expires',
          '2027-02-30',
          '--time-zone',
          'UTC',
        ],
        /isn't a calendar day/,
      ],
      [['token', 'create', '--name', 'x'], /--email is required/],
      [['dance'], /Unknown command "dance"/],
      [['backup'], /FILE is required/],
      [['restore', 'nothing-here.db'], /The file .* does not exist/],
    ] as const) {
      const { code, stdout, stderr } = await portico(args)
      assert.equal(code, 1, args.join(' '))
      assert.equal(stdout, '')
      assert.match(stderr, words)
    }
  })

  test('backs up while writes go on, and restores over the running server', async () => {
    const server = await running
    const database = openSqlite(join(server.folder, 'portico.db'))
    const { bearer } = await addPerson(database, 'ADMIN')
    await database.close()
    const write = (tag: string) =>
      call(server.url, {
        method: 'POST',
        path: '/api/v1/open-api',
        bearer,
        type: 'application/openapi',
        body: `openapi: 3.0.1\ninfo:\n  title: ${tag}\n  x-cortex-tag: ${tag}\n`,
      })
    const read = async (tag: string) => (await call(server.url, { path: `/api/v1/catalog/${tag}`, bearer })).status
    assert.equal((await write('before')).status, 200)
    const stream = (async () => {
      for (let n = 0; n < 50; n++) await write(`in-between-${n}`)
    })()
    const backup = await portico(['backup', 'copy.db'])
    assert.equal(backup.code, 0, backup.stderr)
    await stream
    assert.equal((await write('after')).status, 200)
    assert.equal((await portico(['backup', 'copy.db'])).code, 1, 'an existing file is kept')
    const restored = await portico(['restore', 'copy.db'])
    assert.equal(restored.code, 0, restored.stderr)
    assert.match(restored.stderr, /The previous database is kept in .*before-restore/)
    assert.deepEqual([await read('before'), await read('after')], [200, 404])
    assert.equal((await write('again')).status, 200)
  })

  test('refuses to restore what is no backup, and touches nothing', async () => {
    const server = await running
    const { stderr, code } = await runWith({ ...server.env, INIT_CWD: import.meta.dirname }, ['restore', 'cli.ts'])
    assert.equal(code, 1)
    assert.match(stderr, /it is not a SQLite database/)
    assert.equal((await call(server.url, { path: '/health/ready' })).status, 200)
  })

  test('checks what is stored, and ends with 1 where it lists a row', async () => {
    const server = await running
    const clean = await portico(['check'])
    assert.deepEqual([clean.code, clean.stdout], [0, ''], clean.stderr)
    const database = openSqlite(join(server.folder, 'portico.db'))
    const { cid } = await addPerson(database, 'USER')
    await database.transaction(db =>
      db.updateTable('credentials').set({ expires_at: 9e15 }).where('cid', '=', cid).execute(),
    )
    await database.close()
    const { code, stdout, stderr } = await portico(['check'])
    assert.deepEqual([code, stdout], [1, `token or key\t${cid}\tits expires_at isn't a date\n`])
    assert.match(stderr, /1 stored row breaks a rule of this version\. It stays readable/)
  })

  test('lists background work with its lane and when it is due', async () => {
    const { code, stdout } = await portico(['jobs'])
    assert.equal(code, 0)
    assert.match(stdout, /^main\tclean-up\t(WAITING|RUNNING)\t-\t\d\t\d{4}-\d\d-\d\dT[\d:.]+Z$/m)
  })

  test('serve refuses a folder that a running server holds', async () => {
    const server = await running
    const child = spawn(process.execPath, [CLI, 'serve'], { env: { ...process.env, ...server.env } })
    const code = await new Promise(resolve => child.once('exit', resolve))
    assert.equal(code, 1)
  })
})
