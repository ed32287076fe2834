import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, before, beforeEach, suite, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { readConfig } from '../../config.ts'
import { linkMail } from '../../identity/links/link-mail.ts'
import { GOOD_PASSWORD, OTHER_PASSWORD, personWithPassword, post, signInAs } from '../../identity/sign-in/testing.ts'
import { enqueueMail } from '../../outbound/emails/outbox.ts'
import { SLICES } from '../../slices.ts'
import { engines } from '../../testing/each-database.ts'
import { createWorld, type World } from '../../testing/world.ts'
import { runDueJobs } from '../jobs/jobs.ts'
import { backgroundOf } from '../slices/derived.ts'
import { type Mailer, mailerOf } from './mailer.ts'
import { startMailServer, textOf } from './testing.ts'
import { CERTIFICATE } from './testing-certificate.ts'

const report = (error: unknown) => assert.fail(String(error))

for (const engine of engines)
  suite(`mail (${engine.name})`, () => {
    let server: Awaited<ReturnType<typeof startMailServer>>
    let here: World
    let dispose: () => Promise<void>

    before(async () => {
      server = await startMailServer()
      const opened = await engine.open()
      dispose = opened.dispose
      here = await createWorld(opened.database, {
        PORTICO_SMTP_URL: server.url,
        PORTICO_SMTP_FROM: 'Portico <portico@example.com>',
      })
    })
    after(async () => {
      await server.stop()
      await dispose()
    })

    const mailer = (): Mailer => here.app.mailer ?? assert.fail('mail is not set up')

    const runJobs = async (onFault?: (error: unknown) => void) =>
      runDueJobs({
        database: here.database,
        clock: () => here.time.now,
        ...backgroundOf(SLICES, here.app.services),
        report: onFault ?? report,
      })

    beforeEach(() => runJobs()) // what the test before left behind

    const forget = (email: string) => post(here, '/api/v1/auth/password/forgotten', { email })
    const linkIn = (text: string) => /http\S+#(\S+)/.exec(text)?.[1] ?? ''

    test('a forgotten password: the mailed link sets a new one', async () => {
      const person = await personWithPassword(here)
      const asked = await forget(person.email.toUpperCase())
      assert.deepEqual([asked.status, asked.text], [202, ''])
      assert.equal(await runJobs(), 1)
      const [mail] = server.to(person.email)
      assert.ok(mail)
      assert.match(mail.raw, /^Subject: Set a new password for Portico/m)
      assert.match(mail.raw, /^Auto-Submitted: auto-generated/m)
      const secret = linkIn(textOf(mail))
      const reset = await post(here, '/api/v1/auth/password/reset', { secret, password: OTHER_PASSWORD })
      assert.equal(reset.status, 200, reset.text)
      assert.equal((await signInAs(here, person.email, OTHER_PASSWORD)).status, 200)
    })

    test('the answer is the same for an unknown address, and for people who have no password; they get no mail', async () => {
      const invited = await here.person()
      await here.database.transaction(db =>
        db.updateTable('users').set({ password_hash: null }).where('id', '=', invited.id).execute(),
      )
      for (const email of ['nobody@example.com', invited.email, 'not an email']) {
        const { status, text } = await forget(email)
        assert.deepEqual([status, text], [202, ''], email)
      }
      await runJobs()
      assert.equal(server.to('nobody@example.com').length + server.to(invited.email).length, 0)
    })

    test('no secret is stored while the mail waits', async () => {
      const person = await personWithPassword(here)
      await forget(person.email)
      const jobs = await here.database.db.selectFrom('jobs').selectAll().execute()
      assert.deepEqual(
        jobs.map(({ kind, payload }) => [kind, Object.keys(JSON.parse(payload))]),
        [['reset-mail', ['email', 'address', 'requestId']]],
      )
      assert.equal(
        (await here.database.db.selectFrom('links').selectAll().where('user_id', '=', person.id).execute()).length,
        0,
      )
      await runJobs()
    })

    test('one address gets three such mails an hour, and the asker is not told', async () => {
      const person = await personWithPassword(here)
      for (let n = 0; n < 5; n++) {
        assert.equal((await forget(person.email)).status, 202)
        await runJobs()
      }
      assert.equal(server.to(person.email).length, 3)
    })

    test('a mail server that refuses is asked again later, with a new link', async () => {
      const person = await personWithPassword(here)
      await forget(person.email)
      const faults: unknown[] = []
      server.state.refusing = true
      await runJobs(error => faults.push(error))
      server.state.refusing = false
      assert.equal(faults.length, 1)
      assert.equal(await runJobs(), 0)
      const before = here.time.now
      here.time.now += 10_000
      assert.equal(await runJobs(), 1)
      here.time.now = before
      assert.equal(server.to(person.email).length, 1)
    })

    test('an invitation is mailed as well as shown', async () => {
      const admin = await here.person(['ADMIN'])
      const body = { email: 'grace@example.com', name: 'Grace', roles: [{ type: 'BASIC', role: 'USER' }] }
      const made = await here.request({ method: 'POST', url: '/api/v1/users', as: admin.session, body })
      assert.deepEqual([made.body.invitation.mail, made.body.invitation.mailed], ['sent', true])
      const [mail] = server.to('grace@example.com')
      assert.ok(mail && textOf(mail).includes(made.body.invitation.url))
    })

    test('a link that the mail server refuses is answered as failed, and works', async () => {
      const admin = await here.person(['ADMIN'])
      const person = await personWithPassword(here)
      server.state.refusing = true
      const url = `/api/v1/users/${person.id}/reset-link`
      const made = await here.request({ method: 'POST', url, as: admin.session }).finally(() => {
        server.state.refusing = false
      })
      assert.deepEqual([made.status, made.body.mail, made.body.mailed], [201, 'failed', false])
      const reset = { secret: linkIn(made.body.url), password: OTHER_PASSWORD }
      assert.equal((await post(here, '/api/v1/auth/password/reset', reset)).status, 200)
      await runJobs() // that the password was changed
    })

    test('a mail that the mail server does not answer in time is queued, and goes out', async () => {
      const held = Promise.withResolvers<void>()
      server.state.held = held.promise
      const mail = linkMail(
        'RESET',
        { name: 'Q', email: 'queued@example.com' },
        { url: 'http://localhost', expiresAt: 0 },
      )
      assert.equal(await mailer().sendWithin(mail, 1), 'queued')
      assert.equal(server.to('queued@example.com').length, 0)
      held.resolve()
      await mailer().settle()
      assert.equal(server.to('queued@example.com').length, 1)
    })

    test('the owner of a token learns that a key was made with it; a deactivated one gets no mail', async () => {
      const [owner, gone] = [await here.person(['ADMIN']), await here.person()]
      const { bearer } = await here.token(owner, 'deploy bot')
      await here.request({
        method: 'POST',
        url: '/api/v1/auth/key',
        as: { bearer },
        body: { name: 'ci', roles: [{ type: 'DEFAULT', role: 'USER' }] },
      })
      const data = { key: 'k', token: 't', address: '192.0.2.1' }
      await here.database.transaction(async db => {
        await enqueueMail(db, { template: 'key-made-by-token', userId: gone.id, data }, here.time.now)
        await db.updateTable('users').set({ deactivated_at: 1 }).where('id', '=', gone.id).execute()
      })
      assert.equal(await runJobs(), 2)
      const [mail] = server.to(owner.email)
      assert.ok(mail)
      assert.match(
        textOf(mail),
        /Your personal token “deploy bot” created the workspace API key “ci” from 127\.0\.0\.1\./,
      )
      assert.equal(server.to(gone.email).length, 0)
    })

    test('who changed a password tells its owner', async () => {
      const person = await personWithPassword(here)
      const body = { current: GOOD_PASSWORD, password: OTHER_PASSWORD }
      await here.request({ method: 'POST', url: '/api/v1/auth/password', as: person.session, body })
      await runJobs()
      const [mail] = server.to(person.email)
      assert.ok(mail && /was changed on January 15, 2027 at 12:00 UTC from 127\.0\.0\.1/.test(textOf(mail)))
    })

    test('nothing that a person is called adds a header, an address or markup', async () => {
      const name = 'Eve" <eve@evil.example>\r\nBcc: all@example.com\r\n\r\n<script>alert(1)</script>'
      await mailer().send(
        linkMail(
          'RESET',
          { name, email: 'victim@example.com' },
          { url: 'http://localhost:4000/reset-password#x', expiresAt: 0 },
        ),
      )
      const [mail] = server.to('victim@example.com')
      assert.ok(mail)
      assert.deepEqual(mail.to, ['victim@example.com'])
      assert.doesNotMatch(mail.raw, /^Bcc:/im)
      assert.match(textOf(mail), /^Hello Eve" <eve@evil\.example> Bcc: all@example\.com/)
      assert.doesNotMatch(mail.raw.slice(mail.raw.indexOf('text/html')).replace(/=\r\n/g, ''), /<script/)
    })
  })

test('without mail there is no mailer, and a mail server out of reach is reported, not thrown', async () => {
  assert.equal(mailerOf(undefined, report), undefined)
  const faults: string[] = []
  const smtp = { url: 'smtp://127.0.0.1:1', from: 'a@example.com', requireTls: false }
  const mailer = mailerOf(smtp, (_, what) => faults.push(what))
  assert.equal(await mailer?.sendWithin(aMail, LONG), 'failed')
  assert.deepEqual(faults, ['an email was not sent'])
  const off = mailerOf(smtp, report, async () => true)
  assert.equal(await off?.sendWithin(aMail, LONG), 'off')
  const lost = mailerOf(
    smtp,
    () => {},
    () => Promise.reject(new Error('no database')),
  )
  assert.equal(await lost?.sendWithin(aMail, LONG), 'failed')
})

const LONG = 60_000
const aMail = linkMail(
  'RESET',
  { name: 'A', email: 'a@example.com' },
  { url: 'http://localhost/#the-link', expiresAt: 0 },
)

/** A mail server that speaks plain SMTP and offers a sign-in, or says that it offers STARTTLS and then refuses it. */
const plainServer = async (offers: string) => {
  const said: string[] = []
  const server = createServer(socket => {
    socket.write('220 mail.example.com\r\n')
    socket.on('error', () => {})
    socket.on('data', data => {
      const line = `${data}`.trim()
      said.push(line)
      if (line.startsWith('EHLO')) socket.write(`250-mail.example.com\r\n${offers}250 AUTH PLAIN LOGIN\r\n`)
      else if (line.startsWith('AUTH')) socket.write('235 ok\r\n')
      else if (line === 'DATA') socket.write('354 go on\r\n')
      else if (line === 'QUIT') socket.end('221 bye\r\n')
      else socket.write(line.startsWith('STARTTLS') ? '502 not here\r\n' : '250 ok\r\n')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = address && typeof address === 'object' ? address.port : 0
  return { port, said, stop: () => new Promise(resolve => server.close(resolve)) }
}

// connects to this machine, and is none of the names by which a server is known to be on it
const ELSEWHERE = '0.0.0.0'

const smtpOf = (url: string, env: Record<string, string> = {}) =>
  readConfig({ PORTICO_SMTP_URL: url, PORTICO_SMTP_FROM: 'a@example.com', ...env }).smtp

test('a mail server elsewhere that encrypts gets the mail, if its certificate is for its name and from someone trusted', async () => {
  const server = await startMailServer({ encrypts: true })
  const sendTo = async (name: string) => {
    const faults: unknown[] = []
    const url = `${server.url.replace('127.0.0.1', ELSEWHERE)}/?tls.servername=${name}`
    const came = await mailerOf(smtpOf(url), error => faults.push(error))?.sendWithin(aMail, LONG)
    return [came, ...faults.map(String)].join(': ')
  }
  const trusted = getCACertificates()
  try {
    assert.match(await sendTo('mail.example.com'), /^failed: .*self-signed certificate/)
    setDefaultCACertificates([...trusted, CERTIFICATE])
    assert.match(await sendTo('other.example.com'), /^failed: .*does not match certificate/)
    assert.equal(await sendTo('mail.example.com'), 'sent')
  } finally {
    setDefaultCACertificates(trusted)
  }
  assert.deepEqual(
    server.received.map(({ to, encrypted }) => [to, encrypted]),
    [[['a@example.com'], true]],
  )
  await server.stop()
})

test('a mail server elsewhere that does not encrypt gets neither a password nor a mail', async () => {
  for (const offers of ['', '250-STARTTLS\r\n'])
    for (const query of ['', '?ignoreTLS=true', '?requireTLS=false&secure=false', '?opportunisticTLS=true']) {
      const { port, said, stop } = await plainServer(offers)
      const faults: unknown[] = []
      const smtp = smtpOf(`smtp://ada:hunter2-hunter2@${ELSEWHERE}:${port}/${query}`)
      const mailer = mailerOf(smtp, error => faults.push(error))
      assert.equal(await mailer?.sendWithin(aMail, LONG), 'failed', query)
      assert.match(String(faults), /STARTTLS/)
      assert.deepEqual(
        said.map(line => line.split(' ')[0]).filter(word => word !== 'QUIT'),
        ['EHLO', 'STARTTLS'],
      )
      await stop()
    }
})

test('on this machine, or where plain text is allowed, it gets both', async () => {
  for (const [host, env] of [
    ['127.0.0.1', {}],
    ['localhost', {}],
    [ELSEWHERE, { PORTICO_SMTP_PLAINTEXT: 'yes' }],
  ] as const) {
    const { port, said, stop } = await plainServer('')
    const mailer = mailerOf(smtpOf(`smtp://ada:hunter2-hunter2@${host}:${port}`, env), report)
    assert.equal(await mailer?.sendWithin(aMail, LONG), 'sent', host)
    assert.ok(said.some(line => line.startsWith('AUTH')))
    assert.ok(said.some(line => line.includes('the-link')))
    await stop()
  }
})
