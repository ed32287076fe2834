/** How every mail looks: a plain text, and the same as simple HTML. Pure. */
import type { Mail } from './mailer.ts'

export type Recipient = { readonly name: string; readonly email: string }

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, letter => ESCAPES[letter] ?? '')

/** A text, or an address of ours that HTML shows as a link; what people wrote is never made one. */
type Paragraph = string | { readonly url: string }

const asText = (paragraph: Paragraph) => (typeof paragraph === 'string' ? paragraph : paragraph.url)

const asHtml = (paragraph: Paragraph) => {
  const text = escapeHtml(asText(paragraph))
  return typeof paragraph === 'string' ? `<p>${text}</p>` : `<p><a href="${text}">${text}</a></p>`
}

const oneLine = (text: string) => text.replace(/\p{Cc}+/gu, ' ')

export const letterTo = ({ name, email }: Recipient, subject: string, paragraphs: readonly Paragraph[]): Mail => {
  const all = [`Hello ${oneLine(name)},`, ...paragraphs, 'Portico']
  return {
    to: { name, address: email },
    subject,
    text: `${all.map(asText).join('\n\n')}\n`,
    html: `<!doctype html><html><body>${all.map(asHtml).join('')}</body></html>`,
  }
}
