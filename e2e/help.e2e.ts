/** Help asks the documentation from every page; refusals and empty lists have the question that belongs there. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { paths } from '../web/core/layout/paths.ts'
import { findings, sideways } from './axe.ts'
import { sees, seesNot, settled, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({})

const help = (page: Page) => page.getByRole('dialog', { name: 'Help' })
const answer = (page: Page) => help(page).getByRole('region', { name: 'Answer' })

const show = async (page: Page, path: string) => {
  await page.goto(path)
  await settled(page)
}

story(
  'Help quotes the answer above other sections, with the page it is from',
  world,
  async ({ world, page, become }) => {
    await become(world.admin)
    await show(page, paths.myTokens)
    await page.getByRole('button', { name: 'Help' }).click()
    await sees(page.getByRole('dialog', { name: 'Help' }))
    assert.deepEqual(await findings(page), [])
    await sees(
      help(page).getByRole('link', { name: 'About this page' }).and(page.locator('[href="/docs/personal-tokens"]')),
    )
    await page.keyboard.type('How do I create a token?')
    await page.keyboard.press('Enter')
    await sees(answer(page))
    assert.match(await answer(page).innerText(), /My access tokens → Create new token/)
    await sees(answer(page).getByRole('link', { name: 'Personal tokens: Create one' }))
    assert.deepEqual(await findings(page), [])
    await help(page).getByRole('textbox', { name: 'Question' }).fill('zebra giraffe hippopotamus')
    await help(page).getByRole('button', { name: 'Ask' }).click()
    await sees(help(page).getByText('Nothing in the documentation answers this. Try other words.'))
    await page.keyboard.press('Escape')
    await seesNot(page.getByRole('dialog'))
  },
)

story(
  'a refusal and an empty list have the answer, also by keyboard, on a narrow screen in dark',
  world,
  async ({ world, page, become }) => {
    await become(await world.add('Vera Viewer', 'VIEWER'))
    await show(page, paths.members)
    const link = page.getByRole('alert').getByRole('link', { name: 'How do I get a permission?' })
    await link.focus()
    await page.keyboard.press('Enter')
    await sees(answer(page))
    assert.match(await answer(page).innerText(), /contact an administrator/)
    assert.equal(await sideways(page), 0)
    assert.deepEqual(await findings(page), [])
    await page.keyboard.press('Escape')
    await seesNot(page.getByRole('dialog'))
    await show(page, paths.scorecards)
    await page.getByRole('link', { name: 'How do I write a Scorecard?' }).click()
    await sees(answer(page))
    await answer(page).getByRole('link', { name: 'Scorecards: Write one' }).click()
    await page.waitForURL(/\/docs\/scorecards#write-one/)
  },
  { viewport: { width: 390, height: 780 }, colorScheme: 'dark' },
)

story(
  'the menu of a narrow screen has Help, and a question leads to the documentation too',
  world,
  async ({ world, page, become }) => {
    await become(world.admin)
    await page.setViewportSize({ width: 390, height: 780 })
    await show(page, '/nothing/at/this/address')
    const question = page.getByRole('link', { name: 'How do I search everything?' })
    assert.match((await question.getAttribute('href')) ?? '', /^\/docs\/index\?ask=How\+do\+I/)
    await page.getByRole('button', { name: 'Open the menu' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Help' }).click()
    await sees(page.getByRole('dialog', { name: 'Help' }))
    await sees(help(page).getByText('Search everything (⌘ K on a Mac)'))
  },
)
