/** Sends mail by SMTP. The library is loaded with the first mail, so that starting stays quick. */
import type { Transporter } from 'nodemailer'
import type { SmtpConfig } from '../config.ts'

export type Mail = {
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly text: string
  readonly html: string
}

export type Mailer = {
  /** @throws when the mail server does not take it */
  send(mail: Mail): Promise<void>
  /** Sends without waiting; a failure is reported. */
  sendSoon(mail: Mail): void
  /** What `sendSoon` began, finished. */
  settle(): Promise<void>
}

export type ReportFault = (error: unknown, what: string) => void

const TIMEOUT_MS = 15_000

/** A display name is one line without quotes or angle brackets, whatever a person is called. */
const oneLine = (text: string) => text.replace(/[\p{Cc}"<>\\]/gu, ' ').trim()

/** Undefined while mail is not set up. */
export const mailerOf = (
  smtp: SmtpConfig | undefined,
  report: ReportFault,
  /** True where nothing may leave: then a mail counts as sent. */
  isOff: () => Promise<boolean> = async () => false,
): Mailer | undefined => {
  if (!smtp) return undefined
  let transporter: Promise<Transporter> | undefined
  const underWay = new Set<Promise<void>>()

  const connect = async () => {
    const { createTransport } = await import('nodemailer')
    return createTransport({
      url: smtp.url,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  }

  const send = async ({ to, subject, text, html }: Mail) => {
    if (await isOff()) return
    transporter ??= connect()
    await (await transporter).sendMail({
      from: smtp.from,
      to: { name: oneLine(to.name), address: to.address },
      subject: oneLine(subject),
      text,
      html,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
  }

  return {
    send,
    sendSoon(mail) {
      const sending = send(mail)
        .catch(error => report(error, 'a mail was not sent'))
        .finally(() => underWay.delete(sending))
      underWay.add(sending)
    },
    settle: async () => {
      await Promise.all(underWay)
    },
  }
}
