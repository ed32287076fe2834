/**
 * Renders Markdown from people as elements. HTML in it never reaches the page, and links need an address that `link` accepts.
 * Images stay text. It loads with the first text that is shown.
 */
import { Text } from '@mantine/core'
import MarkdownIt from 'markdown-it'
import { createElement, Fragment, type ReactNode } from 'react'
import classes from './markdown.module.css'

const reader = new MarkdownIt('commonmark', { html: false }).disable(['image', 'html_block', 'html_inline'])

type Token = ReturnType<typeof reader.parse>[number]

/** Headings in the text aren't headings of the page. */
const TAGS: Readonly<Record<string, string>> = {
  p: 'p',
  ul: 'ul',
  ol: 'ol',
  li: 'li',
  strong: 'strong',
  em: 'em',
  blockquote: 'blockquote',
}

type Link = (url: string, text: ReactNode) => ReactNode

type Open = { readonly token: Token | undefined; readonly children: ReactNode[] }

const elementOf = ({ token, children }: Open, key: number, link: Link): ReactNode => {
  if (!token) return null
  if (token.tag === 'a') return <Fragment key={key}>{link(String(token.attrGet('href') ?? ''), children)}</Fragment>
  if (token.hidden) return <Fragment key={key}>{children}</Fragment>
  if (/^h\d$/.test(token.tag)) return createElement('p', { key, className: classes.heading }, ...children)
  return createElement(TAGS[token.tag] ?? 'div', { key }, ...children)
}

const leafOf = (token: Token, key: number, link: Link): ReactNode => {
  if (token.type === 'inline') return <Fragment key={key}>{elements(token.children ?? [], link)}</Fragment>
  if (token.type === 'code_inline') return <code key={key}>{token.content}</code>
  if (token.type === 'fence' || token.type === 'code_block') return <pre key={key}>{token.content}</pre>
  if (token.type === 'softbreak') return '\n'
  if (token.type === 'hardbreak') return <br key={key} />
  if (token.type === 'hr') return <hr key={key} />
  return token.content
}

const elements = (tokens: readonly Token[], link: Link): ReactNode[] => {
  const stack: Open[] = [{ token: undefined, children: [] }]
  for (const [key, token] of tokens.entries()) {
    if (token.nesting === 1) {
      stack.push({ token, children: [] })
      continue
    }
    const closed = token.nesting === -1 ? stack.pop() : undefined
    stack.at(-1)?.children.push(closed ? elementOf(closed, key, link) : leafOf(token, key, link))
  }
  return stack[0]?.children ?? []
}

export const Markdown = ({ text, link }: { text: string; link: Link }) => (
  <Text component="div" maw={720} className={classes.text}>
    {elements(reader.parse(text, {}), link)}
  </Text>
)
