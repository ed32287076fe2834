import assert from 'node:assert/strict'
import { planRecurring, runDueJobs } from '../../core/jobs/jobs.ts'
import { aJob } from '../../core/jobs/testing.ts'
import { backgroundOf } from '../../core/slices/derived.ts'
import { SLICES } from '../../slices.ts'
import { eachDatabase, test, type World } from '../../testing/world.ts'
import { idleJobs } from './idle.ts'

const DAY = 86_400_000
const self = '/api/v1/auth/token/self'

/** A workspace that ends tokens nobody uses for 30 days, and its nodes, each with a job runner of its own. */
const setUp = async (world: () => Promise<World>) => {
  const here = await world()
  await here.database.transaction(async db => {
    await db.deleteFrom('jobs').execute()
    await db.updateTable('credentials').set({ ended_at: 1 }).where('ended_at', 'is', null).execute()
  })
  const admin = await here.person(['ADMIN'])
  const body = { idleDays: 30 }
  await here.request({ method: 'PUT', url: '/api/v1/personal-tokens/policy', as: admin.session, body })
  const jobs = (hasMail = true) => idleJobs({ hasMail, raiserOf: here.app.services.raiserOf })
  const node = (handlers = jobs()) => runDueJobs({ database: here.database, clock: () => here.time.now, handlers })
  await planRecurring(here.database, jobs(), here.time.now)
  const mails = async () => {
    const jobs = await here.database.db.selectFrom('jobs').select('payload').where('kind', '=', 'mail').execute()
    return jobs.map(({ payload }) => JSON.parse(payload)).filter(({ template }) => template === 'token-idle-soon')
  }
  const at = async (days: number, run: () => Promise<unknown> = node) => {
    const before = here.time.now
    here.time.now = START + days * DAY
    await run()
    here.time.now = before
  }
  const START = here.time.now
  const endings = (cid: string) =>
    here.database.db
      .selectFrom('audit_logs')
      .select(['actor_type', 'changes'])
      .where('object_identifier', '=', cid)
      .where('action', '=', 'DELETE')
      .execute()
  return { ...here, admin, jobs, node, mails, at, endings }
}

eachDatabase('tokens that nobody uses', world => {
  test('end after the days the workspace allows, their owner warned a week before, once', async () => {
    const { person, token, request, at, mails, endings, time } = await setUp(world)
    const owner = await person()
    const { cid, bearer } = await token(owner, 'forgotten')
    await at(22.9)
    assert.deepEqual(await mails(), [])
    await at(23)
    await at(24)
    const [mail, ...more] = await mails()
    assert.deepEqual([mail.template, mail.userId, more.length], ['token-idle-soon', owner.id, 0])
    assert.deepEqual([mail.data.token, mail.data.endsAt], ['forgotten', time.now + 30 * DAY])
    const { notices } = (await request({ url: '/api/v1/notices', as: owner.session })).body
    assert.match(notices[0].title, /^Your token “forgotten” \(…\w{4}\) will be revoked because it is not used$/)
    assert.match(notices[0].details, /at \d\d:\d\d UTC\. If you/)
    const local = await request({ url: '/api/v1/notices?timeZone=Asia/Tokyo', as: owner.session })
    assert.match(local.body.notices[0].details, /\(Asia\/Tokyo\)/)
    await at(29.9)
    assert.deepEqual(await endings(cid), [])
    await at(30)
    const [row, ...others] = await endings(cid)
    assert.deepEqual([row?.actor_type, others.length], ['ANONYMOUS', 0])
    assert.match(row?.changes ?? '', /"reason":\{"after":"IDLE"\}/)
    const { body } = await request({ url: `/api/v1/auth/token/${cid}`, as: owner.session })
    assert.deepEqual([body.ended.reason, body.ended.by], ['IDLE', 'WORKSPACE'])
    assert.equal((await request({ url: self, as: { bearer } })).status, 401)
  })

  test('stay when they are used after the warning, and are announced again', async () => {
    const { person, token, request, at, mails, endings, app } = await setUp(world)
    const { cid, bearer } = await token(await person(), 'saved')
    await at(25)
    await at(26, async () => {
      assert.equal((await request({ url: self, as: { bearer } })).status, 200)
      await app.flush()
    })
    await at(40)
    assert.deepEqual(await endings(cid), [])
    assert.equal((await mails()).length, 1)
    await at(50)
    assert.equal((await mails()).length, 2)
    await at(56)
    assert.deepEqual(await endings(cid), [])
    await at(57)
    assert.equal((await endings(cid)).length, 1)
  })

  test('that were idle long before the rule are warned of first, and again when the rule changes', async () => {
    const { person, token, at, endings, database, time, request, admin } = await setUp(world)
    const { cid } = await token(await person(), 'ancient')
    await database.transaction(db =>
      db
        .updateTable('credentials')
        .set({ created_at: time.now - 400 * DAY })
        .where('cid', '=', cid)
        .execute(),
    )
    await at(0)
    await at(6)
    const body = { idleDays: 60 }
    await request({ method: 'PUT', url: '/api/v1/personal-tokens/policy', as: admin.session, body })
    await at(8)
    assert.deepEqual(await endings(cid), [])
    await at(14.9)
    assert.deepEqual(await endings(cid), [])
    await at(15)
    assert.equal((await endings(cid)).length, 1)
  })

  test('are warned of and ended once by two nodes that run at the same time, also where both hold the job', async () => {
    const { person, token, at, jobs, node, mails, endings, database, time } = await setUp(world)
    const owner = await person()
    const cids: string[] = []
    for (let count = 0; count < 120; count++) cids.push((await token(owner, `idle ${count}`)).cid)
    await at(24, () => Promise.all([node(), node()]))
    assert.equal((await mails()).length, 120)
    const handler = jobs()['idle-tokens']
    const parts = aJob({ database, clock: () => time.now })
    await at(31, () => Promise.all([handler?.('{}', parts), handler?.('{}', parts)]))
    for (const cid of cids) assert.equal((await endings(cid)).length, 1)
    assert.equal((await mails()).length, 120)
  })

  test('end without mail too, and nothing ends while the workspace has no such rule', async () => {
    const { person, token, at, endings, mails, request, admin, jobs, node, app, database, time } = await setUp(world)
    const { cid } = await token(await person(), 'silent')
    const rule = (idleDays: number | null) =>
      request({ method: 'PUT', url: '/api/v1/personal-tokens/policy', as: admin.session, body: { idleDays } })
    await rule(null)
    const silent = () => node(jobs(false))
    await at(100, silent)
    assert.deepEqual(await endings(cid), [])
    await rule(30)
    await at(101, silent)
    await at(109, silent)
    assert.equal((await endings(cid)).length, 1)
    assert.deepEqual(await mails(), [])
    assert.ok('idle-tokens' in backgroundOf(SLICES, app.services).handlers)
    const waiting = await database.db.selectFrom('jobs').select(['key', 'run_at']).where('kind', '!=', 'mail').execute()
    assert.deepEqual(
      waiting.map(job => [job.key, Number(job.run_at)]),
      [['idle-tokens', time.now + 109 * DAY + 3_600_000]],
    )
  })
})
