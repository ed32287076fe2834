/** Addresses that are not the API's. The browser app is built before the tests. */
import assert from 'node:assert/strict'
import { LEADS, PAGES } from '../../../contract/pages.ts'
import { eachDatabase, test } from '../../testing/world.ts'

const HTML = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }

const UNKNOWN = [
  '/scim/v2/Users',
  '/openapi.yaml',
  '/favicon.ico',
  '/robots.txt',
  '/.well-known/openid-configuration',
  '/.well-known/',
  '/wp-login.php',
  '/graphql',
  '/apis',
  '/catalog/a/b',
  '/catalog//descriptor',
  '/Catalog',
  '/settings/nothing',
  '/admin/settings/nothing',
  '/admin/catalog/a/b',
  '/nothing?page=/catalog',
]

eachDatabase('an address outside of the API', world => {
  test('of a page is the app, with a slash at its end too, whatever is asked for', async () => {
    const { request } = await world()
    for (const page of PAGES)
      for (const url of [page, `${page.replace(/\/$/, '')}/`, `${page}?a=b`].map(one => one.replace(/\$\w+/g, 'x%2Fy')))
        for (const headers of [HTML, { accept: 'application/json' }, {}]) {
          const answer = await request({ url, headers })
          assert.equal(answer.status, 200, url)
          assert.match(String(answer.headers['content-type']), /^text\/html/, url)
        }
  })

  test('of nothing is 404 in JSON, and the app’s own page in a browser', async () => {
    const { request, app } = await world()
    for (const url of UNKNOWN) {
      for (const accept of ['', '*/*', 'application/json', 'image/avif,*/*;q=0.8']) {
        const { status, body } = await request({ url, headers: { accept } })
        assert.deepEqual([status, body.type, body.message], [404, 'NOT_FOUND', 'Not Found'], url)
      }
      const page = await request({ url, headers: HTML })
      assert.equal(page.status, 404, url)
      assert.match(String(page.headers['content-type']), /^text\/html/)
      assert.match(page.text, /<div id="root">/)
      assert.equal(page.headers.vary, 'accept')
      assert.equal((await app.http.inject({ method: 'HEAD', url })).statusCode, 404, url)
      assert.equal((await request({ method: 'POST', url, headers: HTML })).body.message, 'Not Found', url)
    }
    const asset = await request({ url: '/assets/nothing.js', headers: HTML })
    assert.equal(asset.body.message, 'Not Found')
  })

  test('that Cortex’s tools print leads to the page of ours', async () => {
    const { request } = await world()
    const led = async (url: string) => {
      const { status, headers } = await request({ url, headers: HTML })
      assert.equal(status, 302, url)
      return headers.location
    }
    for (const [url, page] of [
      ['/admin/resources?tag=checkout', '/catalog/checkout'],
      ['/admin/resources?tag=a%2Fb%20c&tenantCode=x', '/catalog/a%2Fb%20c'],
      ['/admin/resources', '/catalog'],
      ['/admin/catalog/checkout?tenantCode=x', '/catalog/checkout'],
      ['/admin/catalog/checkout/', '/catalog/checkout'],
      ['/admin/catalog/%2F%2Fevil.example', '/catalog/%2F%2Fevil.example'],
      ['/admin/entity/checkout', '/catalog/checkout'],
      ['/admin/scorecards', '/scorecards'],
      ['/admin/scorecards/production-readiness', '/scorecards/production-readiness'],
      ['/admin/home', '/'],
      ['/login?tenantCode=acme', '/'],
    ] as const)
      assert.equal(await led(url), page)
    for (const [from] of LEADS)
      assert.match(String(await led(from.replace('$tag', 'x'))), /^\/($|catalog|scorecards|settings)/)
    const known = await request({ url: '/admin/settings/personal-access-tokens?tenantCode=acme', headers: HTML })
    assert.equal(known.status, 200)
  })

  test('with slashes before api is that of the API', async () => {
    const { request, person } = await world()
    const { session: as } = await person()
    for (const url of ['//api/v1/catalog', '///api/v1/catalog?page=0']) {
      assert.equal((await request({ url })).status, 401, url)
      assert.equal((await request({ url, as })).status, 200, url)
      assert.equal((await request({ url: url.replace('catalog', 'nothing') })).status, 401, url)
    }
  })
})
