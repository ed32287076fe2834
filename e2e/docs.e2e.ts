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
    await page.getByRole('searchbox', { name: 'Search' }).fill('how do I rotate a token')
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
    for (const path of ['/docs/index', '/docs/personal-tokens', '/docs/search?q=token', '/docs/no-such-page'])
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
  await page.getByRole('searchbox', { name: 'Search' }).fill('backup')
  await page.getByRole('button', { name: 'Search' }).click()
  await sees(page.getByRole('listitem').filter({ hasText: 'Operate' }).first())
  await context.close()
})
