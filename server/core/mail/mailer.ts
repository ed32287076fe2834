/** Sends mail by SMTP. The library is loaded with the first mail, so that starting stays quick. */
import type { Transporter } from 'nodemailer'

export type SmtpConfig = {
  readonly url: string
  readonly from: string
  /** Of `smtp://`: nothing is sent unless the server offers encryption (STARTTLS). */
  readonly requireTls: boolean
}

export type Mail = {
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly text: string
  readonly html: string
}

export type Mailer = {
  /** @throws when the mail server does not take it */
  send(mail: Mail): Promise<unknown>
  /** Sends and says how that went within a time. Never throws: a failure, also a later one, is reported. */
  sendWithin(mail: Mail, waitMs: number): Promise<Sending>
  /** What `sendWithin` began, finished. */
  settle(): Promise<void>
}

/** `queued`: the mail server has neither accepted nor refused it yet. `off`: nothing leaves this copy. */
export type Sending = 'sent' | 'queued' | 'failed' | 'off'

export type ReportFault = (error: unknown, what: string) => void

const TIMEOUT_MS = 15_000

/** What comes of the work, or the other answer when that takes longer. */
const orAfter = async <T>(ms: number, work: Promise<T>, otherwise: T): Promise<T> => {
  const late = Promise.withResolvers<T>()
  const timer = setTimeout(() => late.resolve(otherwise), ms)
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer))
}

/** A display name is one line without quotes or angle brackets, whatever a person is called. */
const oneLine = (text: string) => text.replace(/[\p{Cc}"<>\\]/gu, ' ').trim()

/** What a URL may say in its query and must not: it would count for more than what is set here. */
const NOT_IN_URL = ['requireTLS', 'ignoreTLS', 'opportunisticTLS', 'secure', 'host', 'port', 'service']

/** Host, port and credentials, and settings of TLS such as `tls.servername`. */
const connectionUrl = (given: string) => {
  const url = new URL(given)
  for (const name of NOT_IN_URL) url.searchParams.delete(name)
  return url.href
}

/** Undefined while mail is not set up. */
export const mailerOf = (
  smtp: SmtpConfig | undefined,
  report: ReportFault,
  /** True where nothing may leave: then a mail counts as sent. */
  isOff: () => Promise<boolean> = async () => false,
): Mailer | undefined => {
  if (!smtp) return undefined
  let transporter: Promise<Transporter> | undefined
  const underWay = new Set<Promise<Sending>>()

  const connect = async () => {
    const { createTransport } = await import('nodemailer')
    return createTransport({
      url: connectionUrl(smtp.url),
      requireTLS: smtp.requireTls,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  }

  const send = async ({ to, subject, text, html }: Mail): Promise<'sent' | 'off'> => {
    if (await isOff()) return 'off'
    transporter ??= connect()
    await (await transporter).sendMail({
      from: smtp.from,
      to: { name: oneLine(to.name), address: to.address },
      subject: oneLine(subject),
      text,
      html,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
    return 'sent'
  }

  const failed = (error: unknown): Sending => {
    report(error, 'an email was not sent')
    return 'failed'
  }

  return {
    send,
    sendWithin(mail, waitMs) {
      const sending: Promise<Sending> = send(mail)
        .catch(failed)
        .finally(() => underWay.delete(sending))
      underWay.add(sending)
      return orAfter(waitMs, sending, 'queued')
    },
    settle: async () => {
      await Promise.all(underWay)
    },
  }
}
