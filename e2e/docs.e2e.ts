import assert from 'node:assert/strict'
import { findings, sideways } from './axe.ts'
import { sees, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({})

story(
  'from My access tokens to its page of the documentation, on to permissions, and back by searching',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Rita Reader', 'VIEWER'))
    const page = await open('/settings/tokens')
    await page.getByRole('link', { name: 'Documentation' }).click()
    await sees(page.getByRole('heading', { name: 'Personal tokens', level: 1 }))
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Roles and permissions' }).click()
    await sees(page.getByRole('heading', { name: 'Roles and permissions', level: 1 }))
    await page.getByRole('searchbox', { name: 'Search or ask' }).fill('how do I rotate a token')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Rotate it' }).first().click()
    await sees(page.getByRole('heading', { name: 'Rotate it', level: 2 }))
    assert.equal(new URL(page.url()).hash, '#rotate-it')
  },
)

story(
  'the documentation passes axe in light, dark and narrow, and none of it scrolls sideways',
  world,
  async ({ page, open }) => {
    for (const path of [
      '/docs/index',
      '/docs/personal-tokens',
      '/docs/api',
      '/docs/search?q=token',
      '/docs/no-such-page',
    ])
      for (const [colorScheme, width] of [
        ['light', 1280],
        ['dark', 1280],
        ['light', 400],
      ] as const) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 800 })
        await open(path)
        assert.deepEqual(await findings(page), [], `${path} ${colorScheme} ${width}`)
        assert.ok((await sideways(page)) <= 0, `${path} scrolls sideways at ${width}`)
      }
  },
)

story('the documentation reads and searches without JavaScript', world, async ({ world }) => {
  const context = await world.browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${world.origin}/docs`)
  await sees(page.getByRole('heading', { level: 1 }))
  await page.getByRole('searchbox', { name: 'Search or ask' }).fill('backup')
  await page.getByRole('button', { name: 'Search' }).click()
  await sees(page.getByRole('listitem').filter({ hasText: 'Operate' }).first())
  await context.close()
})

story(
  'a question is answered above what was found, on the search page and on the page that is asked',
  world,
  async ({ open }) => {
    for (const path of ['/docs/search?q=', '/docs/personal-tokens?ask=']) {
      const page = await open(`${path}how+do+I+rotate+a+token+without+downtime`)
      const answer = page.getByRole('region', { name: 'Answer' })
      await sees(answer.getByText(/second secret|both secrets/i).first())
      await sees(answer.getByRole('link', { name: /Rotate it/ }))
      await sees(page.getByRole('list').getByRole('link', { name: 'Rotate it' }).first())
    }
    const page = await open('/docs/search?q=zebrafish')
    await sees(page.getByRole('heading', { name: 'No results' }))
  },
)

story('a block of code is copied with its button', world, async ({ world, page, open }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: world.origin })
  await open('/docs/start')
  const block = page.locator('.code').filter({ hasText: 'npm start' })
  await block.getByRole('button', { name: 'Copy' }).click()
  await sees(block.getByRole('button', { name: 'Copied' }))
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'npm start')
})

story(
  'an operation is tried as the signed-in person, a write is asked about first, and what needs a person is not tried',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Tara Tester', 'USER'))
    const page = await open('/docs/api')
    const outside: string[] = []
    page.on('request', request => {
      if (!request.url().startsWith(world.origin) && !request.url().startsWith('data:')) outside.push(request.url())
    })
    await page.locator('a[href$="/listAllEntities"]').click()
    const read = page.locator('details[open]').filter({ hasText: '/api/v1/catalog' })
    await read.getByLabel(/^pageSize/).fill('3')
    await read.getByRole('button', { name: 'Send' }).click()
    await sees(read.getByText('200', { exact: true }))
    await sees(read.getByText(/"entities": \[/))
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      assert.deepEqual(await findings(page), [], colorScheme)
    }
    await page.setViewportSize({ width: 400, height: 800 })
    assert.ok((await sideways(page)) <= 0)
    assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0])
    await page.getByRole('searchbox', { name: 'Filter operations' }).fill('nothing like it')
    await sees(page.getByText('No operation matches.'))
    const asked: string[] = []
    page.on('dialog', dialog => {
      asked.push(dialog.message())
      return dialog.dismiss()
    })
    await open('/docs/index')
    await open('/docs/try#/Personal%20tokens/revokeBySecret')
    const write = page.locator('details[open]').filter({ hasText: '/api/v1/auth/token/revoke' })
    await write.getByRole('button', { name: 'Send' }).click()
    assert.match(asked[0] ?? '', /^POST \/api\/v1\/auth\/token\/revoke changes something, as you/)
    assert.equal(await write.locator('.output').innerText(), '')
    await open('/docs/index')
    await open('/docs/try#/Personal%20tokens/createPersonalToken')
    await sees(page.locator('details[open]').filter({ hasText: "tokens can't be used for this" }))
    assert.equal(await page.locator('details[open]').getByRole('button', { name: 'Send' }).count(), 0)
    assert.deepEqual(outside, [])
  },
)
