import assert from 'node:assert/strict'
import { after, before, beforeEach, suite, test } from 'node:test'
import type { Db } from '../../core/db/database.ts'
import { startMailServer, textOf } from '../../core/mail/testing.ts'
import { raiseNewPlace } from '../../identity/activity/places.ts'
import type { TokenEvent } from '../../identity/credentials/events.ts'
import { engines } from '../../testing/each-database.ts'
import { createWorld, type World } from '../../testing/world.ts'
import { warnOfExpiries } from './expiring.ts'
import { DAY, endingIn, noticesFor, runJobs } from './testing.ts'

const warnings = '/api/v1/personal-tokens/warnings'

for (const engine of engines)
  suite(`warnings (${engine.name})`, () => {
    let mail: Awaited<ReturnType<typeof startMailServer>>
    let opened: Awaited<ReturnType<typeof engine.open>>
    let here: World

    const env = () => ({ PORTICO_SMTP_URL: mail.url, PORTICO_SMTP_FROM: 'Portico <portico@example.com>' })

    before(async () => {
      mail = await startMailServer()
      opened = await engine.open()
      here = await createWorld(opened.database, env())
    })
    after(async () => {
      await mail.stop()
      await opened.dispose()
    })

    const began = Date.UTC(2027, 0, 15, 12)
    beforeEach(() => {
      here.time.now = began
    })

    /** Warns as the periodic job does, then sends what is due. */
    const warn = async (world = here) => {
      await warnOfExpiries(world.database, world.time.now)
      return runJobs(world)
    }
    const mailsTo = ({ email }: { email: string }) => mail.to(email).map(one => textOf(one))
    const somewhereNew = (db: Db) => ({
      db,
      now: here.time.now,
      address: '10.0.0.5',
      client: 'curl 8',
      hasMail: true,
    })
    const titles = async (person: Parameters<typeof noticesFor>[1]) =>
      (await noticesFor(here, person)).map(({ title }: { title: string }) => title)

    test('come 30, 7 and 1 days before, once each, in the app and by mail', async () => {
      const person = await here.person()
      await endingIn(here, { owner: person, days: 100, name: 'nightly' })
      const start = here.time.now
      const counts: number[] = []
      for (const day of [50, 71, 72, 92, 93.5, 94, 98.5, 99.5]) {
        here.time.now = start + day * DAY
        assert.deepEqual(await warn(), [])
        counts.push(mailsTo(person).length)
      }
      assert.deepEqual(counts, [0, 1, 1, 1, 2, 2, 2, 3])
      const again = { ...person, session: await here.signIn(person.id) }
      assert.equal((await titles(again)).length, 1)
    })

    test('speak of when it stops, and go with the token', async () => {
      const person = await here.person()
      const { cid } = await endingIn(here, { owner: person, days: 20, name: 'short' })
      const start = here.time.now
      here.time.now = start + 13.5 * DAY
      await warn()
      const again = { ...person, session: await here.signIn(person.id) }
      assert.match(String(await titles(again)), /^Your token “short” \(…\w{4}\) expires on February 4, 2027$/)
      const [notice] = await noticesFor(here, again)
      assert.match(
        notice.details,
        /^It expires on February 4, 2027 at 12:00 UTC\. After that, requests with it are denied/,
      )
      assert.equal(notice.mine, true)
      assert.match(String(mailsTo(person)), /expires on February 4, 2027\.[\s\S]*\/settings\/tokens/)
      await here.request({ method: 'DELETE', url: `/api/v1/auth/token/${cid}`, as: again.session })
      assert.deepEqual(await titles(again), [])
    })

    test('a threshold that had passed when the token was made is not told', async () => {
      const person = await here.person()
      await endingIn(here, { owner: person, days: 6 })
      await warn()
      assert.deepEqual(await titles(person), [])
    })

    test('after a pause over two thresholds only the nearest is announced, and a clock that jumps repeats nothing', async () => {
      const person = await here.person()
      await endingIn(here, { owner: person, days: 60 })
      const start = here.time.now
      for (const day of [55, 20, 35, 55, 54, 31]) {
        here.time.now = start + day * DAY
        await warn()
      }
      assert.equal(mailsTo(person).length, 1)
      here.time.now = start + 59.5 * DAY
      await warn()
      assert.equal(mailsTo(person).length, 2)
    })

    test('another expiry is announced again', async () => {
      const person = await here.person()
      const { cid } = await endingIn(here, { owner: person, days: 40 })
      const start = here.time.now
      here.time.now = start + 35 * DAY
      await warn()
      await here.database.transaction(db =>
        db
          .updateTable('credentials')
          .set({ expires_at: start + 80 * DAY })
          .where('cid', '=', cid)
          .execute(),
      )
      await warn()
      assert.equal(mailsTo(person).length, 1)
      here.time.now = start + 75 * DAY
      await warn()
      assert.equal(mailsTo(person).length, 2)
    })

    test('two servers on one database, restarted in between, tell each thing once', async () => {
      const people = await Promise.all(Array.from({ length: 5 }, () => here.person()))
      for (const owner of people) await endingIn(here, { owner, days: 30 })
      const other = await createWorld(opened.database, env())
      const start = here.time.now
      here.time.now = start + 24 * DAY
      other.time.now = here.time.now
      for (let round = 0; round < 3; round++) await Promise.all([warn(here), warn(other), warn(here), warn(other)])
      await warn(await createWorld(opened.database, env()).then(world => ({ ...world, time: here.time })))
      for (const person of people) assert.equal(mailsTo(person).length, 1)
      const rows = await here.database.db
        .selectFrom('notices')
        .select('user_id')
        .where(
          'user_id',
          'in',
          people.map(({ id }) => id),
        )
        .execute()
      assert.equal(rows.length, people.length)
    })

    test('a token that was not used for 90 days is called never used since', async () => {
      const [never, once] = [await here.person(), await here.person()]
      await endingIn(here, { owner: never, days: 200, name: 'forgotten' })
      const { cid } = await endingIn(here, { owner: once, days: 200, name: 'stale' })
      const start = here.time.now
      await here.database.transaction(db =>
        db
          .insertInto('credential_uses')
          .values({ cid, last_used_at: start + 47 * DAY, last_used_address: '', last_used_client: '' })
          .execute(),
      )
      here.time.now = start + 194 * DAY
      await warn()
      assert.match(
        String(mailsTo(never)),
        /“forgotten” \(…\w{4}\) has never been used since it was created on January 15, 2027\./,
      )
      assert.match(String(mailsTo(once)), /“stale” \(…\w{4}\) has not been used since March 3, 2027\./)
      assert.match(String(mailsTo(once)), /Let it expire, or revoke it now\./)
    })

    test('of a key go to its maker or, where that person is gone, to those who may edit keys', async () => {
      const [maker, gone] = [await here.person(['ADMIN']), await here.person(['ADMIN'])]
      await endingIn(here, { maker, days: 20, name: 'made' })
      await endingIn(here, { maker: gone, days: 20, name: 'orphan' })
      const start = here.time.now
      await here.database.transaction(db =>
        db.updateTable('users').set({ deactivated_at: start }).where('id', '=', gone.id).execute(),
      )
      here.time.now = start + 14 * DAY
      await warn()
      assert.deepEqual(
        mailsTo(maker)
          .map(text => /API key “(\w+)”/.exec(text)?.[1])
          .sort(),
        ['made', 'orphan'],
      )
      assert.equal(mailsTo(gone).length, 0)
    })

    test('a mail server that is down loses no warning', async () => {
      const person = await here.person()
      await endingIn(here, { owner: person, days: 20 })
      const start = here.time.now
      here.time.now = start + 14 * DAY
      mail.state.refusing = true
      assert.equal((await warn()).length > 0, true)
      assert.equal(mailsTo(person).length, 0)
      mail.state.refusing = false
      here.time.now += 60_000
      assert.deepEqual(await warn(), [])
      assert.equal(mailsTo(person).length, 1)
    })

    test('people who manage tokens choose the days, and administrators are notified when that is on', async () => {
      const [owner, admin] = [await here.person(['USER'], 'Olga'), await here.person(['ADMIN'])]
      const asked = await here.request({ url: warnings, as: admin.session })
      assert.deepEqual(asked.body, { days: [30, 7, 1], admins: false })
      assert.equal((await here.request({ url: warnings, as: owner.session })).status, 403)
      const bad = await here.request({
        method: 'PUT',
        url: warnings,
        as: admin.session,
        body: { days: [0], admins: true },
      })
      assert.equal(bad.status, 400)
      const body = { days: [3, 14, 3], admins: true }
      const saved = await here.request({ method: 'PUT', url: warnings, as: admin.session, body })
      assert.deepEqual(saved.body, { days: [14, 3], admins: true })
      await endingIn(here, { owner, days: 50, name: 'watched' })
      const start = here.time.now
      here.time.now = start + 25 * DAY
      await warn()
      assert.equal(mailsTo(owner).length, 0)
      here.time.now = start + 37 * DAY
      await warn()
      await warn()
      assert.equal(mailsTo(owner).length, 1)
      assert.match(String(mailsTo(admin)), /Olga’s token “watched” \(…\w{4}\) expires on March 6, 2027\./)
      const again = { ...admin, session: await here.signIn(admin.id) }
      const notice = (await noticesFor(here, again)).find(({ title }: { title: string }) => /watched/.test(title))
      assert.equal(notice.mine, false)
      here.time.now = start
      await here.request({ method: 'PUT', url: warnings, as: admin.session, body: { days: [30, 7, 1], admins: false } })
    })

    test('only the person who got a notice can dismiss it', async () => {
      const [person, stranger] = [await here.person(), await here.person()]
      const { cid } = await endingIn(here, { owner: person, days: 400 })
      await here.database.transaction(db => raiseNewPlace(here.app.services.raiserOf, somewhereNew(db), cid))
      const [notice] = await noticesFor(here, person)
      assert.match(notice.title, /was used from somewhere new$/)
      assert.match(notice.details, /from 10\.0\.0\.5, curl 8\. Don't recognize this location\? Revoke the token\./)
      const url = `/api/v1/notices/${notice.id}`
      assert.equal((await here.request({ method: 'DELETE', url, as: stranger.session })).status, 404)
      assert.equal((await here.request({ method: 'DELETE', url, as: person.session })).status, 204)
      assert.equal((await here.request({ method: 'DELETE', url, as: person.session })).status, 404)
      assert.deepEqual(await noticesFor(here, person), [])
    })

    test('where no mail is set up, nothing is written down to be mailed', async () => {
      const quiet = await createWorld(opened.database)
      const person = await quiet.person()
      const { body } = await quiet.request({
        method: 'POST',
        url: '/api/v1/auth/token',
        as: person.session,
        body: { name: 'quiet' },
      })
      assert.match(body.token, /^portico_pat_/)
      const mails = await quiet.database.db.selectFrom('jobs').select('payload').where('kind', '=', 'mail').execute()
      assert.deepEqual(
        mails.filter(({ payload }) => payload.includes(person.id)),
        [],
      )
    })

    test('a use from somewhere new is announced once a day for each token, and mail about tokens can be turned off', async () => {
      const person = await here.person()
      const { cid } = await endingIn(here, { owner: person, days: 400 })
      const { raiserOf } = here.app.services
      const tell = (kind: TokenEvent['kind']) =>
        here.database.transaction(db =>
          kind === 'token-used-from-new-place'
            ? raiseNewPlace(raiserOf, somewhereNew(db), cid)
            : raiserOf(somewhereNew(db))('token', { kind, cids: [cid] }),
        )
      const start = here.time.now
      for (const hours of [0, 1, 23, 12]) {
        here.time.now = start + (hours * DAY) / 24
        await tell('token-used-from-new-place')
      }
      await runJobs(here)
      assert.equal(mailsTo(person).length, 1)
      here.time.now = start
      const url = '/api/v1/notices/preferences'
      assert.deepEqual((await here.request({ url, as: person.session })).body, { tokenMail: true })
      await here.request({ method: 'PUT', url, as: person.session, body: { tokenMail: false } })
      assert.deepEqual((await here.request({ url, as: person.session })).body, { tokenMail: false })
      await tell('token-rotated')
      await tell('token-revoked-by-other')
      here.time.now = start + 2 * DAY
      await tell('token-used-from-new-place')
      await runJobs(here)
      assert.equal(mailsTo(person).length, 2)
      assert.match(mailsTo(person)[1] ?? '', /was revoked by an administrator/)
    })

    test('a person who creates a token, or loses one to an administrator, is notified by mail', async () => {
      const [person, admin] = [await here.person(), await here.person(['ADMIN'])]
      const made = await here.request({
        method: 'POST',
        url: '/api/v1/auth/token',
        as: person.session,
        body: { name: 'ci' },
      })
      await here.request({ method: 'DELETE', url: `/api/v1/auth/token/${made.body.cid}`, as: admin.session })
      await runJobs(here)
      const texts = mailsTo(person)
      assert.equal(texts.length, 2)
      assert.match(String(texts), /A token “ci” \(…\w{4}\) that acts as you was created\./)
      assert.match(String(texts), /Your token “ci” \(…\w{4}\) was revoked by an administrator\./)
      assert.ok(!String(texts).includes(made.body.token))
    })

    test('in the last 30 days every answer to the token says when it stops', async () => {
      const person = await here.person()
      const { secret } = await endingIn(here, { owner: person, days: 40 })
      const start = here.time.now
      const ask = async (url: string) =>
        (await here.request({ url, as: { bearer: secret } })).headers['portico-token-expires-at']
      assert.equal(await ask('/api/v1/catalog'), undefined)
      here.time.now = start + 10 * DAY
      const at = new Date(start + 40 * DAY).toISOString()
      for (const url of ['/api/v1/catalog', '/api/v1/audit-logs', '/api/v1/nothing'])
        assert.equal(await ask(url), at, url)
      here.time.now = start + 40 * DAY
      assert.equal(await ask('/api/v1/catalog'), undefined)
    })

    test('nothing is mailed from a copy with outbound turned off', async () => {
      const person = await here.person()
      const outbound = { key: 'outbound', value: 'off' }
      await here.database.transaction(db => db.insertInto('settings').values(outbound).execute())
      await here.request({ method: 'POST', url: '/api/v1/auth/token', as: person.session, body: { name: 'quiet' } })
      assert.deepEqual(await runJobs(here), [])
      await here.database.transaction(db => db.deleteFrom('settings').where('key', '=', 'outbound').execute())
      assert.deepEqual(await runJobs(here), [])
      assert.equal(mailsTo(person).length, 0)
    })
  })
