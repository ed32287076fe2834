/** A real mail server on this machine, for tests. */
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { CERTIFICATE, ITS_KEY } from './testing-certificate.ts'

export type Received = {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: string
  readonly encrypted: boolean
}

/** With `encrypts`, it offers STARTTLS, as mail.example.com. */
export const startMailServer = async ({ encrypts = false } = {}) => {
  const received: Received[] = []
  const state: { refusing: boolean; held: Promise<unknown> } = { refusing: false, held: Promise.resolve() }
  const server = new SMTPServer({
    authOptional: true,
    ...(encrypts ? { cert: CERTIFICATE, key: ITS_KEY } : { disabledCommands: ['STARTTLS'] }),
    onData(stream, session, done) {
      text(stream).then(async raw => {
        await state.held
        if (state.refusing) return done(new Error('mailbox is on fire'))
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom ? mailFrom.address : ''
        received.push({ from, to: rcptTo.map(({ address }) => address), raw, encrypted: session.secure })
        done()
      }, done)
    },
  })
  const port = await new Promise<number>((resolve, reject) => {
    server.on('error', reject)
    const listening = server.listen(0, '127.0.0.1', () => {
      const address = listening.address()
      if (address && typeof address === 'object') resolve(address.port)
      else reject(new Error('no port'))
    })
  })
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    /** `refusing`: no mail is accepted. `held`: none is answered before that. */
    state,
    /** The mails to that address, oldest first. */
    to: (address: string) => received.filter(mail => mail.to.includes(address)),
    stop: () => new Promise<void>(resolve => server.close(() => resolve())),
  }
}

/** The plain text of a mail, its transfer encoding undone. */
export const textOf = ({ raw }: Received): string => {
  const part = /Content-Type: text\/plain[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(raw)
  const encoding = /Content-Type: text\/plain[\s\S]*?Content-Transfer-Encoding: (\S+)/.exec(raw)?.[1] ?? '7bit'
  const body = part?.[1] ?? ''
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString()
  if (encoding !== 'quoted-printable') return body
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
