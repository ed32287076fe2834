/** The product's documentation at `/docs`, for people and for their agents; public, as the API's description is. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { OperationSpec } from '../../contract/core/operation.ts'
import { addressOf, networkOf } from '../core/callers/addresses.ts'
import { PAGE_HEADERS } from '../core/http/web.ts'
import { tooManyRequests } from '../core/problems/problems.ts'
import { limitPerMinute } from '../identity/access/limits.ts'
import { answerAsJson, answerAsMarkdown } from './answers.ts'
import { answererOf } from './ask.ts'
import { filesOf } from './files.ts'
import { layOut, listFound } from './layout.ts'
import { type DocsPage, openLibrary } from './library.ts'
import { asMarkdown, llmsFullText, llmsText, missing } from './markdown.ts'
import { once } from './once.ts'
import { operationsAsMarkdown } from './operations.ts'
import { askedOf, parameter, searchedOf } from './question.ts'
import { searchIn } from './search.ts'
import { suggesterOf } from './suggest.ts'

const HTML = 'text/html; charset=utf-8'
const MARKDOWN = 'text/markdown; charset=utf-8'
const JSON_TYPE = 'application/json; charset=utf-8'
const PLAIN = 'text/plain; charset=utf-8'
const LONGEST_ASKED = 200
const QUESTIONS_PER_MINUTE = 60

/** Loaded with the first page, so that starting stays quick. */
const rendered = async (page: { slug: string; source: string }) => (await import('./render.ts')).render(page)

type Parts = { readonly publicUrl: string; readonly clock: () => number; readonly operations: readonly OperationSpec[] }

const docsOf = ({ publicUrl, clock, operations }: Parts) => {
  const library = once(() => openLibrary({ base: publicUrl, operations: operationsAsMarkdown(operations, publicUrl) }))
  const search = once(() => searchIn(library()))
  return {
    publicUrl,
    clock,
    library,
    search,
    answer: once(() => answererOf(search())),
    suggest: once(() => suggesterOf(library().pages)),
    questions: limitPerMinute(QUESTIONS_PER_MINUTE),
    /** Pages as HTML, by their slugs. */
    laidOut: new Map<string, string>(),
  }
}

type Docs = ReturnType<typeof docsOf>

/** Searching and asking count together. */
const count = ({ questions, clock }: Docs, request: FastifyRequest) => {
  const wait = questions.take(networkOf(addressOf(request)), clock())
  if (wait !== undefined)
    throw tooManyRequests(wait, `Too many questions from this address. Try again in ${wait} seconds.`)
}

const send = (reply: FastifyReply, type: string, text: string | Buffer) => {
  if (type === HTML) reply.headers(PAGE_HEADERS.docs)
  return reply.type(type).header('cache-control', 'no-cache').send(text)
}

const htmlOf = async ({ library, laidOut }: Docs, slug: string) => {
  const known = laidOut.get(slug)
  const page = library().find(slug)
  if (known || !page) return known
  const made = layOut(library(), { slug, title: page.title, ...(await rendered(page)) })
  laidOut.set(slug, made)
  return made
}

/** Markdown for agents and command lines, the same as a page for browsers. */
const sendMissing = async ({ library, suggest }: Docs, reply: FastifyReply, asked: string) => {
  const source = missing(suggest()(asked.slice(0, LONGEST_ASKED)))
  reply.code(404)
  if (!reply.request.headers.accept?.includes('text/html')) return send(reply, MARKDOWN, source)
  const { html } = await rendered({ slug: 'index', source })
  return send(reply, HTML, layOut(library(), { title: 'Page not found', html }))
}

const sendAnswer = (docs: Docs, reply: FastifyReply, page: DocsPage) => {
  const { request } = reply
  const asked = askedOf(request.query)
  count(docs, request)
  const answered = docs.answer()({ ...asked, page })
  reply.header('vary', 'accept')
  if (request.headers.accept?.includes('text/html')) {
    const { question } = asked
    const html = listFound(question, docs.search().find(question), answered)
    return send(reply, HTML, layOut(docs.library(), { slug: page.slug, title: 'Answer', html, question }))
  }
  return request.headers.accept?.includes('application/json')
    ? send(reply, JSON_TYPE, JSON.stringify(answerAsJson(answered, docs.publicUrl)))
    : send(reply, MARKDOWN, answerAsMarkdown(answered, docs.publicUrl))
}

/** A page as HTML, as Markdown with `.md`, or the answer to a question that it is asked. */
const sendPage = async (docs: Docs, reply: FastifyReply, asked: string) => {
  const slug = asked.replace(/\.md$/, '')
  const page = docs.library().find(slug)
  if (page && parameter(reply.request.query, 'ask') !== undefined) return sendAnswer(docs, reply, page)
  if (page && slug !== asked) return send(reply, MARKDOWN, asMarkdown(page, docs.publicUrl))
  const html = await htmlOf(docs, asked)
  return html ? send(reply, HTML, html) : sendMissing(docs, reply, slug)
}

export const serveDocs = (http: FastifyInstance, parts: Parts) => {
  const docs = docsOf(parts)
  const { library, search, publicUrl } = docs
  const files = filesOf(library)
  http.get('/docs', (_, reply) => reply.redirect('/docs/index'))
  http.get('/llms.txt', (_, reply) => send(reply, PLAIN, llmsText(library().pages, publicUrl)))
  http.get('/llms-full.txt', (_, reply) => send(reply, PLAIN, llmsFullText(library().pages, publicUrl)))
  http.get('/docs/search', (request, reply) => {
    const question = searchedOf(request.query)
    count(docs, request)
    const html = listFound(question, search().find(question), docs.answer()({ question }))
    return send(reply, HTML, layOut(library(), { title: 'Search', html, question }))
  })
  http.get<{ Params: { '*': string } }>('/docs/*', async (request, reply) => {
    const asked = request.params['*']
    const file = files.get(asked)?.()
    return file ? send(reply, file.type, file.content) : sendPage(docs, reply, asked)
  })
}
