/** Restoring does not resurrect: what ended since the backup stays ended, also where the restore is cut off. */
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { foundation } from './core/db/migrations/001-foundation.ts'
import { restoreSqlite } from './core/db/restore.ts'
import { openSqlite } from './core/db/sqlite.ts'
import { isOutboundOff } from './core/mail/outbound.ts'
import { engines } from './testing/each-database.ts'
import { newFolder } from './testing/folder.ts'
import { addPerson } from './testing/people.ts'
import { createWorld, type World } from './testing/world.ts'

const CLI = join(import.meta.dirname, 'cli.ts')
const folders: string[] = []
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const place = () => {
  const folder = newFolder('portico-restore-')
  folders.push(folder)
  return { folder, file: join(folder, 'portico.db'), backup: join(folder, 'backup.db') }
}

const portico = (env: Record<string, string>, ...args: string[]) =>
  new Promise<{ code: number; stderr: string }>(resolve => {
    const child = execFile(process.execPath, [CLI, ...args], { env: { ...process.env, ...env } }, (error, _, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stderr }),
    )
    child.stdin?.end('no\n')
  })

/** The API on a file that no server holds, for as long as `work` takes. */
const withApi = async <T>(file: string, work: (world: World) => Promise<T>) => {
  const database = openSqlite(file)
  await database.migrate()
  const world = await createWorld(database)
  world.time.now = Date.now()
  try {
    return await work(world)
  } finally {
    await world.app.http.close()
    await world.app.flush()
    await database.close()
  }
}

const TOKEN = '/api/v1/auth/token'

const works = async ({ request }: World, bearer: string) =>
  (await request({ url: '/api/v1/catalog', as: { bearer } })).status

/** A database with what is about to end in every way, its backup, and the endings. */
const endings = async () => {
  const { folder, file, backup } = place()
  const made = await withApi(file, async ({ database, token, request }) => {
    const [owner, gone] = [await addPerson(database, 'ADMIN'), await addPerson(database, 'USER')]
    const as = { cookie: owner.cookie }
    const done = async (method: 'POST' | 'PUT' | 'DELETE' | 'PATCH', url: string, body?: object) => {
      const answer = await request({ method, url, as, ...(body ? { body } : {}) })
      assert.ok(answer.status < 300, `${method} ${url}: ${answer.text}`)
      return answer.body
    }
    const revoked = await token(owner, 'revoked')
    const shortened = await token(owner, 'shortened')
    const narrowed = await token(owner, 'narrowed')
    const rotated = await token(owner, 'rotated')
    const kept = await token(owner, 'kept')
    const roles = [{ type: 'DEFAULT', role: 'USER' }]
    const key = await done('POST', '/api/v1/auth/key', { name: 'key', roles })
    await database.transaction(db =>
      db
        .insertInto('identities')
        .values(['kept', 'unlinked'].map(subject => ({ issuer: 'i', subject, user_id: owner.id, created_at: 0 })))
        .execute(),
    )
    await database.backup(backup)
    await database.transaction(db => db.deleteFrom('identities').where('subject', '=', 'unlinked').execute())
    await done('DELETE', `${TOKEN}/${revoked.cid}`)
    await done('PUT', `${TOKEN}/${shortened.cid}`, { expirationDate: new Date(Date.now() + 3_600_000).toISOString() })
    await done('PUT', `${TOKEN}/${narrowed.cid}`, { limits: { readOnly: true } })
    const { token: newSecret } = await done('POST', `${TOKEN}/${rotated.cid}/rotate`, { overlapHours: 0 })
    await done('DELETE', `/api/v1/auth/key/${key.cid}`)
    await done('PATCH', `/api/v1/users/${gone.id}`, { active: false })
    return { owner, gone, revoked, shortened, narrowed, rotated, kept, newSecret, key }
  })
  return { folder, file, backup, env: { PORTICO_DATA: folder }, ...made }
}

suite('restoring a backup', () => {
  test('resurrects nothing that ended since, and says what stays ended', async () => {
    const { file, backup, env, ...made } = await endings()
    const { code, stderr } = await portico(env, 'restore', backup)
    assert.equal(code, 0, stderr)
    assert.match(
      stderr,
      /Stays ended: 1 tokens, 1 keys, 1 people, 1 sessions, 0 links\. Stays limited: 2 tokens and keys\. The previous database is kept in /,
    )
    await withApi(file, async world => {
      const { request, database } = world
      assert.equal(await works(world, made.kept.bearer), 200)
      for (const dead of [made.revoked.bearer, made.key.apiKey, made.gone.bearer, made.rotated.bearer])
        assert.equal(await works(world, dead), 401)
      assert.equal(await works(world, made.newSecret), 200, 'the secret that took the place of the old one works on')
      const as = { cookie: made.owner.cookie }
      const shown = async (cid: string) => (await request({ url: `${TOKEN}/${cid}`, as })).body
      assert.notEqual((await shown(made.shortened.cid)).expirationDate, null)
      assert.equal((await shown(made.narrowed.cid)).limits.readOnly, true)
      assert.equal((await request({ url: '/api/v1/auth/me', as: { cookie: made.gone.cookie } })).status, 401)
      const linked = await database.db.selectFrom('identities').select('subject').execute()
      assert.deepEqual(
        linked.map(({ subject }) => subject),
        ['kept'],
        'an account that was unlinked stays unlinked',
      )
      const rows = await database.db
        .selectFrom('audit_logs')
        .select('object_identifier as cid')
        .where('changes', 'like', '%stays ended%')
        .execute()
      assert.deepEqual(rows.map(({ cid }) => cid).toSorted(), [made.key.cid, made.revoked.cid].toSorted())
    })
  })

  test('as a copy leaves nothing that works, and nothing leaves it until that is turned on', async () => {
    const { file, backup, env, kept, owner } = await endings()
    const { code, stderr } = await portico(env, 'restore', backup, '--as-copy')
    assert.equal(code, 0, stderr)
    assert.match(stderr, /Ended 8 tokens and keys, 2 sessions and 0 links\. Mail and webhooks are off/)
    await withApi(file, async ({ request, database }) => {
      const refused = await request({ url: '/api/v1/catalog', as: { bearer: kept.bearer } })
      assert.equal(refused.status, 401)
      assert.match(refused.body.details, /by a rule of the workspace, when a backup was restored\.$/)
      assert.equal((await request({ url: '/api/v1/auth/me', as: { cookie: owner.cookie } })).status, 401)
      assert.equal(await isOutboundOff(database.db), true)
    })
    assert.match((await portico(env, 'outbound', 'on')).stderr, /Mail and webhooks are on/)
    await withApi(file, async ({ database }) => assert.equal(await isOutboundOff(database.db), false))
    assert.equal((await portico(env, 'outbound', 'maybe')).code, 1)
  })

  test('outdates entity tags: what was made since is made again, differently, and has the same version', async () => {
    const { folder, file, backup } = place()
    const url = '/api/v1/catalog/lamp'
    const describe = async ({ request }: World, cookie: string, description: string) => {
      const body = `openapi: 3.0.1\ninfo:\n  title: Lamp\n  x-cortex-tag: lamp\n  description: ${description}\n`
      const answer = await request({ method: 'POST', url: '/api/v1/open-api', as: { cookie }, body })
      assert.equal(answer.status, 200, answer.text)
    }
    const { cookie, etag } = await withApi(file, async world => {
      const editor = await addPerson(world.database, 'ADMIN')
      await describe(world, editor.cookie, 'first')
      await world.database.backup(backup)
      await describe(world, editor.cookie, 'before')
      const { headers } = await world.request({ url, as: { cookie: editor.cookie } })
      return { cookie: editor.cookie, etag: String(headers.etag) }
    })
    const { code, stderr } = await portico({ PORTICO_DATA: folder }, 'restore', backup)
    assert.equal(code, 0, stderr)
    await withApi(file, async world => {
      await describe(world, cookie, 'after')
      const { status, body } = await world.request({ url, as: { cookie }, headers: { 'if-none-match': etag } })
      assert.deepEqual([status, body.version, body.description], [200, 2, 'after'])
    })
  })

  test('of an older version brings it up to date first', async () => {
    const { file, backup, env, revoked } = await endings()
    rmSync(backup)
    const old = new DatabaseSync(backup)
    for (const statement of foundation) old.exec(statement)
    old.exec(`insert into users (id, email, name, created_at, sample, version) values ('us1', 'a@example.com', 'A', 0, 0, 1);
      insert into credentials (cid, kind, owner_id, name, created_at, version) values ('${revoked.cid}', 'personal', 'us1', 'old', 0, 1);
      pragma user_version = 1`)
    old.close()
    const { code, stderr } = await portico(env, 'restore', backup)
    assert.equal(code, 0, stderr)
    await withApi(file, async world => assert.equal(await works(world, revoked.bearer), 401))
  })

  test('that fails leaves the database as it was, and no file behind', async () => {
    const { folder, file, backup, kept, revoked } = await endings()
    const makeReady = () => Promise.reject(new Error('the disk is full'))
    await assert.rejects(restoreSqlite(backup, file, { now: 0, makeReady }), /the disk is full/)
    assert.ok(!readdirSync(folder).some(name => name.includes('.restoring')))
    await withApi(file, async world => {
      assert.deepEqual([await works(world, kept.bearer), await works(world, revoked.bearer)], [200, 401])
    })
  })

  test('that is killed at any moment resurrects nothing', async () => {
    const { file, backup, env, kept, revoked } = await endings()
    for (let wait = 250; wait <= 850; wait += 100) {
      const child = spawn(process.execPath, [CLI, 'restore', backup], { env: { ...process.env, ...env } })
      const ended = new Promise(resolve => child.once('exit', resolve))
      await sleep(wait)
      child.kill('SIGKILL')
      await ended
      await withApi(file, async world => {
        assert.deepEqual(
          [await works(world, kept.bearer), await works(world, revoked.bearer)],
          [200, 401],
          `${wait} ms`,
        )
      })
    }
  })
})

const sqliteAt = async (file: string) => {
  const database = openSqlite(file)
  await database.migrate()
  return { database, url: undefined, dispose: () => database.close() }
}

suite('portico credentials end-all', () => {
  for (const engine of engines)
    test(`ends every token, key, session and link on ${engine.name}`, { skip: engine.name === 'PGlite' }, async () => {
      const { folder, file } = place()
      const { database, url, dispose } = engine.name === 'SQLite' ? await sqliteAt(file) : await engine.open()
      const env: Record<string, string> = url ? { PORTICO_DATABASE_URL: url } : { PORTICO_DATA: folder }
      const { bearer, cookie } = await addPerson(database, 'ADMIN')
      const world = await createWorld(database)
      world.time.now = Date.now()
      const statuses = async () => [
        await works(world, bearer),
        (await world.request({ url: '/api/v1/auth/me', as: { cookie } })).status,
      ]
      const unconfirmed = await portico(env, 'credentials', 'end-all')
      assert.equal(unconfirmed.code, 1)
      assert.match(unconfirmed.stderr, /Nothing was revoked/)
      assert.deepEqual(await statuses(), [200, 200])
      const done = await portico(env, 'credentials', 'end-all', '--yes')
      assert.match(done.stderr, /Ended 1 tokens and keys, 1 sessions and 0 links\./)
      assert.deepEqual(await statuses(), [401, 401])
      await dispose()
    })
})
