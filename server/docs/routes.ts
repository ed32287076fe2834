/** The product's documentation at `/docs`, for people and for their agents; public, as the API's description is. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { limitPerMinute, networkOf } from '../access/limits.ts'
import { tooManyRequests } from '../http/problems.ts'
import { layOut, listFound } from './layout.ts'
import { openLibrary } from './library.ts'
import { asMarkdown, llmsFullText, llmsText, missing, sitemap } from './markdown.ts'
import { LONGEST_QUESTION, searchIn } from './search.ts'

const HTML = 'text/html; charset=utf-8'
const MARKDOWN = 'text/markdown; charset=utf-8'
const PLAIN = 'text/plain; charset=utf-8'
const LONGEST_ASKED = 200
const QUESTIONS_PER_MINUTE = 60

/** Loaded with the first page, so that starting stays quick. */
const rendered = async (page: { slug: string; source: string }) => (await import('./render.ts')).render(page)

const fileBeside = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')
const fileOfDocs = (name: string) => readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8')

/** Is worked out when it is asked for first, and then kept. */
const once = <T>(make: () => T) => {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** A repeated parameter arrives as a list; anything else than text asks nothing. */
const questionOf = (query: unknown) => {
  const asked: unknown = typeof query === 'object' && query !== null ? Reflect.get(query, 'q') : undefined
  return typeof asked === 'string' ? asked.trim().slice(0, LONGEST_QUESTION) : ''
}

export const serveDocs = (http: FastifyInstance, publicUrl: string, clock: () => number) => {
  const library = once(openLibrary)
  const search = once(() => searchIn(library().pages))
  const questions = limitPerMinute(QUESTIONS_PER_MINUTE)
  const laidOut = new Map<string, string>()

  const send = (reply: FastifyReply, type: string, text: string) =>
    reply.type(type).header('cache-control', 'no-cache').send(text)

  const htmlOf = async (slug: string) => {
    const known = laidOut.get(slug)
    const page = library().find(slug)
    if (known || !page) return known
    const made = layOut(library(), { slug, title: page.title, ...(await rendered(page)) })
    laidOut.set(slug, made)
    return made
  }

  /** Markdown for agents and command lines, the same as a page for browsers. */
  const sendMissing = async (reply: FastifyReply, asked: string) => {
    const source = missing(library().pages, asked.slice(0, LONGEST_ASKED))
    reply.code(404)
    if (!reply.request.headers.accept?.includes('text/html')) return send(reply, MARKDOWN, source)
    const { html } = await rendered({ slug: 'index', source })
    return send(reply, HTML, layOut(library(), { title: 'There is no such page', html }))
  }

  const files: Readonly<Record<string, () => { type: string; text: string }>> = {
    'style.css': once(() => ({ type: 'text/css; charset=utf-8', text: fileBeside('style.css') })),
    'sitemap.md': once(() => ({ type: MARKDOWN, text: sitemap(library().pages) })),
    'leaks/gitleaks.toml': once(() => ({ type: PLAIN, text: fileOfDocs('leaks/gitleaks.toml') })),
  }

  http.get('/docs', (_, reply) => reply.redirect('/docs/index'))
  http.get('/llms.txt', (_, reply) => send(reply, PLAIN, llmsText(library().pages, publicUrl)))
  http.get('/llms-full.txt', (_, reply) => send(reply, PLAIN, llmsFullText(library().pages, publicUrl)))
  http.get('/docs/search', (request, reply) => {
    const question = questionOf(request.query)
    const wait = questions.take(networkOf(request.ip), clock())
    if (wait !== undefined)
      throw tooManyRequests(wait, `Too many questions from this address. Try again in ${wait} seconds.`)
    const html = listFound(question, search()(question))
    return send(reply, HTML, layOut(library(), { title: 'Search', html, question }))
  })
  http.get<{ Params: { '*': string } }>('/docs/*', async (request, reply) => {
    const asked = request.params['*']
    const file = Object.hasOwn(files, asked) ? files[asked]?.() : undefined
    if (file) return send(reply, file.type, file.text)
    const slug = asked.replace(/\.md$/, '')
    const page = library().find(slug)
    if (page && slug !== asked) return send(reply, MARKDOWN, asMarkdown(page))
    const html = await htmlOf(asked)
    return html ? send(reply, HTML, html) : sendMissing(reply, slug)
  })
}
