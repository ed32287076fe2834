import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { inChunks } from '../../core/db/chunks.ts'
import { type As, eachDatabase, type World } from '../../testing/world.ts'

const DAY = 86_400_000

const entity = (tag: string, rest: string) => `openapi: 3.0.1\ninfo:\n  title: ${tag}\n  x-cortex-tag: ${tag}\n${rest}`

const add = async ({ request }: World, as: As, body: string) =>
  assert.equal((await request({ method: 'POST', url: '/api/v1/open-api', as, body })).status, 200)

eachDatabase('Home', world => {
  let here: World
  before(async () => {
    here = await world()
  })

  const homeOf = async (as: As) => {
    const { status, body } = await here.request({ url: '/api/v1/home', as })
    assert.equal(status, 200)
    return body
  }

  test('lists the tokens that expire soon, are unused, or were refused, and no others', async () => {
    const mine = await here.person(['USER'])
    const fresh = await here.token(mine, 'fresh')
    const old = await here.token(mine, 'old')
    const soon = await here.token(mine, 'soon')
    const ended = await here.token(mine, 'ended')
    await here.token(await here.person(['USER']), 'not mine')
    const set = (cid: string, values: object) =>
      here.database.transaction(db => db.updateTable('credentials').set(values).where('cid', '=', cid).execute())
    await set(old.cid, { created_at: here.time.now - 40 * DAY })
    await set(soon.cid, { expires_at: here.time.now + 3 * DAY })
    await set(ended.cid, { ended_at: here.time.now, ended_by: 'OWNER' })
    const use = { method: 'GET', route: '/x', address: '10.0.0.1', client: 'curl', last4: 'abcd', status: 401 } as const
    const at = here.time.now - 60_000
    await here.database.transaction(db =>
      db
        .insertInto('token_uses')
        .values(
          [
            { id: `a${mine.id}`, cid: ended.cid, reason: 'revoked', count: 4 },
            { id: `b${mine.id}`, cid: fresh.cid, reason: null, count: 9 },
          ].map(row => ({ ...use, ...row, day: here.time.now - (here.time.now % DAY), first_at: at, last_at: at })),
        )
        .execute(),
    )
    const { tokens } = await homeOf(mine.session)
    const names = (group: { first: { name: string }[] }) => group.first.map(({ name }) => name)
    assert.equal(tokens.active, 3)
    assert.deepEqual(names(tokens.expiring), ['soon'])
    assert.deepEqual(names(tokens.unused), ['old'])
    assert.deepEqual(names(tokens.refused), ['ended'])
    assert.equal(tokens.refused.first[0].count, 4)
    assert.deepEqual(tokens.newPlaces, { count: 0, first: [] })
  })

  test('lists a token that was used from somewhere new until the notice is dismissed', async () => {
    const mine = await here.person(['USER'])
    const { cid } = await here.token(mine, 'traveller')
    await here.database.transaction(db =>
      db
        .insertInto('notices')
        .values({
          id: `no-${cid}`,
          user_id: mine.id,
          kind: 'token-used-from-new-place',
          subject: cid,
          facts: '{}',
          created_at: here.time.now,
        })
        .execute(),
    )
    assert.equal((await homeOf(mine.session)).tokens.newPlaces.first[0].cid, cid)
    await here.request({ method: 'DELETE', url: `/api/v1/notices/no-${cid}`, as: mine.session })
    assert.equal((await homeOf(mine.session)).tokens.newPlaces.count, 0)
  })

  test('lists what a person or a team of theirs owns, and nothing to who may not see the catalog', async () => {
    const mine = await here.person(['USER'])
    const tag = mine.id.toLowerCase()
    await add(
      here,
      mine.session,
      entity(
        `team-${tag}`,
        `  x-cortex-type: team\n  x-cortex-team: {members: [{name: Me, email: ${mine.email.toUpperCase()}}]}\n`,
      ),
    )
    await add(here, mine.session, entity(`other-${tag}`, '  x-cortex-owners: [{type: group, name: nobody}]\n'))
    await add(
      here,
      mine.session,
      entity(
        `direct-${tag}`,
        `  x-cortex-owners: [{type: email, email: ${mine.email}}, {type: group, name: TEAM-${tag}}]\n`,
      ),
    )
    here.time.now += 1000
    await add(here, mine.session, entity(`by-team-${tag}`, `  x-cortex-owners: [{type: group, name: team-${tag}}]\n`))
    const { owned, changes } = await homeOf(mine.session)
    assert.deepEqual(owned.teams, [{ tag: `team-${tag}`, name: `team-${tag}` }])
    assert.equal(owned.count, 2)
    assert.deepEqual(
      owned.first.map((one: { tag: string }) => one.tag),
      [`by-team-${tag}`, `direct-${tag}`],
    )
    assert.deepEqual([changes[0].action, changes[0].objectIdentifier], ['CREATE', `by-team-${tag}`])
    const without = await homeOf((await here.person([])).session)
    assert.deepEqual([without.owned, without.changes, without.checklist], [null, [], null])
  })

  test('counts what a person owns up to a thousand, without what is archived, and still shows the latest change', async () => {
    const mine = await here.person(['USER'])
    const owned = (at: number) => `${mine.id.slice(-8).toLowerCase()}-${String(at).padStart(4, '0')}`
    const document = `{"groups":[],"links":[],"slackChannels":[],"metadata":[],"ownership":{"groups":[],"emails":[],"slackChannels":[]}}`
    const own = (count: number, archivedAt: number | null, from = 0) =>
      here.database.transaction(async db => {
        const rows = Array.from({ length: count }, (_, at) => ({
          id: `en${owned(from + at)}`,
          tag: owned(from + at),
          type: 'service',
          name: 'owned',
          document,
          archived_at: archivedAt,
          created_at: here.time.now - at,
          updated_at: here.time.now - at,
          sample: 0 as const,
          version: 1,
        }))
        const owners = rows.map(({ id }) => ({ entity_id: id, position: 0, kind: 'EMAIL' as const, name: mine.email }))
        await inChunks(rows, some => db.insertInto('entities').values(some).execute())
        await inChunks(owners, some => db.insertInto('entity_owners').values(some).execute())
      })
    await own(900, here.time.now)
    await own(900, null, 1000)
    assert.equal((await homeOf(mine.session)).owned.count, 900)
    await own(200, null, 2000)
    const { owned: many } = await homeOf(mine.session)
    assert.equal(many.count, 1001)
    assert.equal(many.first[0].tag, owned(2000))
    assert.equal(many.first.length, 5)
  })

  test('tells the changes of the audit log only to who may see it', async () => {
    const admin = await here.person(['ADMIN'])
    await add(here, admin.session, entity(`seen-${admin.id.toLowerCase()}`, ''))
    const { changes } = await homeOf(admin.session)
    assert.equal(changes[0].objectIdentifier, `seen-${admin.id.toLowerCase()}`)
    assert.equal(changes[0].actor, admin.email)
    const { changes: others } = await homeOf((await here.person(['USER'])).session)
    assert.deepEqual(others, [])
  })

  test('names the token that changed, and leaves out what only signing in needs', async () => {
    const admin = await here.person(['ADMIN'])
    here.time.now += 60_000
    const sent = { method: 'POST', url: '/api/v1/auth/token', as: admin.session, body: { name: 'named' } } as const
    const { cid } = (await here.request(sent)).body
    const { changes } = await homeOf(admin.session)
    const found = changes.find((one: { objectIdentifier: string }) => one.objectIdentifier === cid)
    assert.deepEqual([found.action, found.objectName], ['CREATE', 'named'])
    const types = new Set(changes.map((one: { objectType: string }) => one.objectType))
    assert.deepEqual([types.has('SESSION'), types.has('PASSWORD'), types.has('ONE_TIME_LINK')], [false, false, false])
  })

  test('has a checklist for new administrators that checks itself off', async () => {
    const admin = await here.person(['ADMIN'])
    const done = async () => {
      const { checklist } = await homeOf(admin.session)
      return checklist?.flatMap(({ step, done }: { step: string; done: boolean }) => (done ? [step] : []))
    }
    assert.ok((await done()).includes('people'))
    assert.ok(!(await done()).includes('provider'))
    await here.token(admin)
    assert.ok((await done()).includes('token'))
    const created = here.time.now
    await here.database.transaction(db =>
      db
        .updateTable('users')
        .set({ created_at: created - 31 * DAY })
        .where('id', '=', admin.id)
        .execute(),
    )
    assert.equal(await done(), undefined)
  })

  test('answers a token only what a token may see', async () => {
    const { bearer } = await here.token(await here.person(['ADMIN']))
    const { tokens, checklist, owned } = await homeOf({ bearer })
    assert.deepEqual([tokens, checklist], [null, null])
    assert.equal(owned.count, 0)
    assert.equal((await here.request({ url: '/api/v1/home' })).status, 401)
  })
})
