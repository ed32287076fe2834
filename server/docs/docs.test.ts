import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { isForSessions, PUBLIC } from '../../contract/core/operation.ts'
import { engines } from '../testing/each-database.ts'
import { createWorld, type World } from '../testing/world.ts'
import { openLibrary } from './library.ts'
import { linkFrom } from './links.ts'
import { passagesOf } from './passages.ts'
import { plain } from './plain.ts'
import { render } from './render.ts'
import { searchIn } from './search.ts'
import { idOf } from './slug.ts'

const FOLDER = join(import.meta.dirname, '../../docs')
const { pages } = openLibrary({ base: 'http://localhost:4000', operations: '' })

test('every file of the documentation is a page with a title', () => {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  const slugs = files.filter(file => file.endsWith('.md')).map(file => file.slice(0, -'.md'.length))
  assert.deepEqual(pages.map(({ slug }) => slug).toSorted(), slugs.toSorted())
  for (const { slug, title } of pages) assert.notEqual(title, '', slug)
})

test('every link inside the documentation leads to a page, and to a heading of it', () => {
  const rendered = new Map(pages.map(page => [`/docs/${page.slug}`, render(page)]))
  const broken = [...rendered].flatMap(([address, { html }]) =>
    Array.from(html.matchAll(/ href="([^"]+)"/g), ([, href = '']) => href)
      .filter(href => !/^https?:/.test(href) && !['leaks/gitleaks.toml', '/openapi.json'].includes(href))
      .filter(href => {
        const [path, hash] = href.split('#')
        const target = rendered.get(path || address)
        return !target || (hash && !target.headings.some(({ id }) => id === decodeURIComponent(hash)))
      })
      .map(href => `${address}: ${href}`),
  )
  assert.deepEqual(broken, [])
})

test('the page on personal tokens leads to the one on permissions', () => {
  const [page] = pages.filter(({ slug }) => slug === 'personal-tokens')
  assert.ok(page)
  assert.match(render(page).html, / href="\/docs\/permissions"/)
})

test('raw HTML stays text, and no link runs a script', () => {
  const source = '# <img src=x onerror=alert(1)>\n\n<script>alert(1)</script>\n\n[click](javascript:alert(1))\n'
  const { html } = render({ slug: 'index', source })
  assert.doesNotMatch(html, /<script|<img|href="javascript/)
})

test('headings have the anchors that GitHub gives them, the same one twice a number', () => {
  assert.equal(idOf('What `curl -K` is: a *note*'), 'what-curl--k-is-a-note')
  const { headings } = render({ slug: 'index', source: '# A\n\n## Same\n\n## Same\n' })
  assert.deepEqual(
    headings.map(({ id }) => id),
    ['a', 'same', 'same-1'],
  )
})

test('every link from the web app leads to a page, and to a heading of it', () => {
  const web = join(FOLDER, '../web')
  const files = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter(file => /^(?!dist).*\.tsx$/.test(file))
  const addresses = files.flatMap(file =>
    Array.from(readFileSync(join(web, file), 'utf8').matchAll(/ docs="([^"]+)"/g), ([, docs = '']) => docs),
  )
  assert.ok(addresses.length > 10)
  const there = new Set(
    pages.flatMap(page => [page.slug, ...passagesOf(page).map(({ address }) => address.slice('/docs/'.length))]),
  )
  assert.deepEqual(
    addresses.filter(address => !there.has(address)),
    [],
  )
})

test('the address of every section is the one its heading has on the page', () => {
  for (const page of pages) {
    const ids = passagesOf(page).map(({ address }) => address.split('#')[1])
    assert.deepEqual(
      ids,
      render(page)
        .headings.filter(({ level }) => level <= 3)
        .map(({ id }) => decodeURIComponent(id)),
      page.slug,
    )
  }
})

test('links from a page in a folder lead on from there', () => {
  assert.equal(linkFrom('index', 'permissions.md#roles'), '/docs/permissions#roles')
  assert.equal(linkFrom('decisions/egress', '../webhooks.md'), '/docs/webhooks')
  assert.equal(linkFrom('index', 'https://example.com/a.md'), 'https://example.com/a.md')
})

suite('the documentation at /docs', () => {
  let here: World
  let opened: Awaited<ReturnType<NonNullable<(typeof engines)[0]>['open']>>
  before(async () => {
    const [engine] = engines
    if (!engine) throw new Error('there is no engine')
    opened = await engine.open()
    here = await createWorld(opened.database)
  })
  after(() => opened.dispose())
  const get = (url: string, accept = '*/*') => here.app.http.inject({ url, headers: { accept } })

  test('serves every page to strangers, as a page and as Markdown', async () => {
    for (const { slug, title } of pages) {
      const page = await get(`/docs/${slug}`, 'text/html')
      assert.deepEqual([page.statusCode, page.headers['content-type']], [200, 'text/html; charset=utf-8'])
      assert.ok(page.body.includes('aria-current="page"'), slug)
      const markdown = await get(`/docs/${slug}.md`)
      assert.equal(markdown.headers['content-type'], 'text/markdown; charset=utf-8')
      assert.ok(markdown.body.startsWith(`# ${title}\n`), slug)
      assert.match(markdown.body, /\/llms\.txt/)
    }
  })

  test('leads /docs to its first page, and each page to the one before and after', async () => {
    assert.equal((await get('/docs')).headers.location, '/docs/index')
    const { body } = await get('/docs/leaks', 'text/html')
    assert.match(body, /Previous: <a href="\/docs\/personal-tokens-api" rel="prev">/)
    assert.match(body, /Next: <a href="\/docs\/token-policy" rel="next">/)
  })

  test('lists every page for agents', async () => {
    const [short, full, map] = await Promise.all(
      ['/llms.txt', '/llms-full.txt', '/docs/sitemap.md'].map(url => get(url)),
    )
    for (const { slug, title } of pages) {
      assert.ok(short?.body.includes(`[${title}](${here.config.publicUrl}/docs/${slug}.md)`), slug)
      assert.ok(full?.body.includes(`\n# ${title}\n`), slug)
      assert.ok(map?.body.includes(`[${title}](/docs/${slug}.md)`), slug)
    }
  })

  test('lists every operation of the API with the permission it needs', async () => {
    const { body } = await get('/docs/api.md')
    for (const { operation } of here.app.routes) {
      const { method, path, summary, needs } = operation
      const [, section = ''] = body.split(`\n### ${summary}\n\n\`${method} ${path}\`\n`)
      assert.notEqual(section, '', `${method} ${path}`)
      const [own = ''] = section.split('\n### ')
      if (needs !== PUBLIC && needs.permission)
        assert.ok(own.includes(`(\`${needs.permission}\`)`), `${method} ${path}`)
      assert.equal(own.includes('curl'), !isForSessions(operation), `${method} ${path}`)
    }
  })

  test('answers a missing page with 404 and up to five that may be meant, in Markdown or for a browser', async () => {
    const markdown = await get('/docs/personal-token.md')
    assert.equal(markdown.statusCode, 404)
    assert.equal(markdown.headers['content-type'], 'text/markdown; charset=utf-8')
    const suggested = Array.from(markdown.body.matchAll(/^- \[.*?\]\((\/docs\/[^)]+)\)/gm), ([, href]) => href)
    assert.equal(suggested[0], '/docs/personal-tokens.md')
    assert.equal(suggested.filter(href => href !== '/docs/sitemap.md').length, 5)
    const page = await get('/docs/webhook', 'text/html,*/*')
    assert.deepEqual([page.statusCode, page.headers['content-type']], [404, 'text/html; charset=utf-8'])
    assert.match(page.body, /href="\/docs\/webhooks"/)
  })

  test('serves every picture of its pages, each with words for who does not see it', async () => {
    const pictures = pages.flatMap(page => Array.from(render(page).html.matchAll(/<img src="([^"]+)" alt="([^"]*)"/g)))
    assert.ok(pictures.length > 3)
    for (const [, src = '', alt = ''] of pictures) {
      const { statusCode, headers, rawPayload } = await get(`/docs/${src}`)
      assert.deepEqual([statusCode, headers['content-type']], [200, 'image/png'], src)
      assert.equal(rawPayload.subarray(1, 4).toString(), 'PNG')
      assert.ok(alt.length > 20, src)
    }
  })

  test('finds the section that a question is about, and what is in another form of the word', async () => {
    const first = async (question: string) => {
      const { body } = await get(`/docs/search?q=${encodeURIComponent(question)}`, 'text/html')
      return /<ol class="found"><li><a href="([^"]+)"/.exec(body)?.[1]
    }
    assert.equal(await first('how do I rotate a token?'), '/docs/personal-tokens#rotate-it')
    assert.match((await first('restoring a backup')) ?? '', /^\/docs\/back-up#/)
    const { body } = await get('/docs/search?q=xyzzy', 'text/html')
    assert.match(body, /No results/)
    assert.match((await get('/docs/search', 'text/html')).body, /Enter a word or a question/)
  })

  test('shows of each section it found what that section says', () => {
    const bare = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, ' ')
    const found = searchIn({ pages, also: {} }).find('how do I rotate a token')
    assert.ok(found.length > 5)
    for (const { passage, excerpt } of found) {
      const shown = bare(excerpt.replace(/[\uE000\uE001]/g, '')).trim()
      assert.ok(bare(plain(passage.text)).includes(shown), `${passage.address}: ${shown}`)
    }
  })

  test('takes any question as words: markup, operators, lists and ten thousand characters', async () => {
    for (const asked of [
      '"<b>token</b>" OR NEAR(',
      '* AND ^',
      'wie drehe ich ein Token?',
      'x '.repeat(5000),
      '\u0001\u0000',
    ]) {
      const { statusCode, body } = await get(`/docs/search?q=${encodeURIComponent(asked)}`, 'text/html')
      assert.equal(statusCode, 200, asked)
      assert.doesNotMatch(body, /<b>token/)
    }
    assert.equal((await get('/docs/search?q=a&q=b')).statusCode, 200)
  })

  test('holds the questions of one address to so many a minute, and says when to go on', async () => {
    let answer = await get('/docs/search?q=token')
    for (let count = 0; count < 60; count++) answer = await get('/docs/search?q=token')
    assert.deepEqual([answer.statusCode, Number(answer.headers['retry-after']) > 0], [429, true])
    here.time.now += 60_000
    assert.equal((await get('/docs/search?q=token')).statusCode, 200)
  })

  test('repeats nothing of what a stranger asked for, and reads no other file', async () => {
    for (const asked of [
      '%3Cscript%3Ealert(1)%3C/script%3E',
      '..%2f..%2fpackage.json',
      '../package.json',
      '__proto__',
      'x'.repeat(5000),
    ]) {
      const { statusCode, body } = await get(`/docs/${asked}`, 'text/html')
      assert.ok(statusCode === 404 || statusCode === 200, `${asked}: ${statusCode}`)
      assert.doesNotMatch(body, /<script>alert|"dependencies"/)
    }
  })
})
