/** What `npm run dev` answers is decided by the same function as in production: files of the sources, pages, and nothing. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type App, buildApp } from '../../app.ts'
import { readConfig } from '../../config.ts'
import { bugLog } from '../../testing/bugs.ts'
import { engines, sharedDatabase } from '../../testing/each-database.ts'
import { TEST_ENV } from '../../testing/world.ts'
import { type Front, openFront } from './front.ts'

suite('npm run dev', () => {
  const [engine] = engines
  const open = engine && sharedDatabase(engine)
  let front: Front
  let app: App
  let origin: string

  before(async () => {
    assert.ok(open)
    const { database } = await open()
    front = await openFront()
    app = await buildApp({ database, config: readConfig(TEST_ENV), clock: Date.now, log: bugLog(), front })
    origin = `http://127.0.0.1:${await app.listen(0, '127.0.0.1')}`
  })

  after(async () => {
    await app.close(0)
    await front.close()
  })

  const get = async (path: string, accept = 'text/html') => {
    const answer = await fetch(`${origin}${path}`, { headers: { accept } })
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() }
  }

  test('answers a page of the app with the app, from its sources', async () => {
    for (const path of ['/', '/catalog/payments?page=1', '/settings/tokens', '/admin/settings/api-keys']) {
      const { status, type, text } = await get(path)
      assert.deepEqual([status, type], [200, 'text/html; charset=utf-8'], path)
      assert.match(text, /\/@vite\/client/)
      assert.match(text, /main\.tsx/)
    }
    const { status, type } = await get('/main.tsx', '*/*')
    assert.deepEqual([status, type], [200, 'text/javascript'])
  })

  test('answers any other address with 404, in a browser inside the app and otherwise as JSON', async () => {
    for (const path of [
      '/nothing',
      '/scim/v2/Users',
      '/settings/nothing',
      '/.well-known/security.txt',
      '/openapi.yaml',
    ]) {
      const page = await get(path)
      assert.equal(page.status, 404, path)
      assert.match(page.text, /main\.tsx/)
      const json = await get(path, 'application/json')
      assert.deepEqual([json.status, JSON.parse(json.text).httpStatus], [404, 404], path)
    }
  })
})
