/** The editor of descriptors: completion, the review before a save, and the form. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { upsertEntity } from '../contract/catalog/catalog.ts'
import { paths } from '../web/core/layout/paths.ts'
import { call } from './api.ts'
import { findings, sideways } from './axe.ts'
import { sees, seesNot, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ samples: true })

const MILL = `# the mill of the village
openapi: 3.0.1
info:
  title: Mill # as people call it
  description: Grinds corn.
  x-cortex-tag: mill
  x-cortex-owners:
    # they know
    - type: EMAIL
      email: old@example.com
  x-cortex-groups: [grain]
  x-own: &own {keeps: 1.10}
  x-cortex-link:
    - name: Runbook
      type: runbook
      url: /run
paths:
  '404': *own
`

const editor = (page: Page) => page.getByRole('textbox', { name: /YAML$/ })
const written = (page: Page) => editor(page).innerText()
const review = (page: Page) => page.getByRole('button', { name: 'Review changes' })
/** A combobox while its list is open. */
const teamInput = (page: Page) => page.getByLabel('Add a team').and(page.locator('input'))
const SHOTS = process.env.EDITOR_SHOTS

const shot = async (page: Page, name: string) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true })
}

const storedText = (page: Page, tag: string) =>
  page.evaluate(async url => (await fetch(url)).text(), `/api/v1/catalog/${tag}/openapi?yaml=true`)

const endOf = async (page: Page) => {
  await editor(page).click()
  await page.keyboard.press('Control+End')
}

story('the editor completes keys and values, and says what a key is', world, async ({ world, become, open }) => {
  const ed = await world.add('Ed Typist', 'USER')
  await become(ed)
  const page = await open(paths.newEntity)
  await editor(page).click()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText('openapi: 3.0.1\ninfo:\n  title: Done\n  x-cortex-tag: done\n  ')
  await page.keyboard.type('x-cortex-ty')
  const options = page.getByRole('listbox', { name: 'Completions' })
  await sees(options.getByRole('option', { name: /x-cortex-type/ }))
  await shot(page, 'completion-key')
  assert.deepEqual(await findings(page), [], 'axe on completion of keys') // and it takes longer than the editor waits for a key that was meant for it
  await page.keyboard.press('Enter')
  await sees(options.getByRole('option', { name: /domain/ }))
  await page.keyboard.type('dom')
  await options.getByRole('option', { name: /domain/ }).click()
  assert.match(await written(page), /x-cortex-type: domain/)

  await page.keyboard.press('Enter')
  await page.keyboard.type('x-cortex-dep')
  await options.getByRole('option', { name: 'x-cortex-dependency' }).click()
  await options.getByRole('option', { name: /^tag/ }).click()
  await page.keyboard.type('orders')
  await sees(options.getByRole('option', { name: /orders-database/ }))
  await shot(page, 'completion-value')
  assert.deepEqual(await findings(page), [], 'axe on completion')
  await page.keyboard.press('Escape')
  await editor(page).getByText('x-cortex-tag').hover()
  await sees(page.getByText('The identifier, unique in the catalog'))
  await shot(page, 'hover')
})

story('a change is reviewed before it is saved, and Ctrl+S does both', world, async ({ world, become, open }) => {
  const ed = await world.add('Ed Reviewer', 'USER')
  await call(world.place, upsertEntity, { cookie: ed.cookie, body: MILL })
  await become(ed)
  const page = await open(paths.entityDescriptor('mill'))
  await sees(editor(page))
  await editor(page).click()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(
    MILL.replace('old@example.com', 'new@example.com')
      .replace('[grain]', '[grain, water]')
      .replace('paths:', '  x-cortex-dependency:\n    - tag: no-such-river\npaths:'),
  )
  await page.keyboard.press('Control+S')
  await sees(page.getByRole('heading', { name: 'Changes', exact: true }))
  const changes = page.getByRole('list', { name: 'What changes' })
  await sees(changes.getByRole('listitem').filter({ hasText: /Added.*Owner.*new@example.com/ }))
  await sees(changes.getByRole('listitem').filter({ hasText: /Removed.*Owner.*old@example.com/ }))
  await sees(changes.getByRole('listitem').filter({ hasText: /Added.*Group.*water/ }))
  await sees(page.getByText(/No entity has these tags yet: no-such-river/))
  const diff = page.getByRole('textbox', { name: 'Text changes' })
  await sees(diff.getByText('new@example.com'))
  assert.deepEqual(await findings(page), [], 'axe on the review')
  assert.equal(await sideways(page), 0)
  await shot(page, 'review')
  await page.emulateMedia({ colorScheme: 'dark' })
  assert.deepEqual(await findings(page), [], 'axe on the review, dark')
  await shot(page, 'review-dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 360, height: 740 })
  assert.equal(await sideways(page), 0)
  await shot(page, 'review-narrow')
  await page.setViewportSize({ width: 1280, height: 800 })

  await page.getByRole('button', { name: 'Back to editing' }).click()
  assert.match(await written(page), /new@example\.com/)
  await endOf(page)
  await page.keyboard.type('# more')
  await page.keyboard.press('Control+S')
  await sees(page.getByRole('heading', { name: 'Changes', exact: true }))
  await page.keyboard.press('Control+S')
  await sees(page.getByRole('heading', { name: 'Mill', level: 1, exact: true }))
  const stored = await storedText(page, 'mill')
  assert.match(stored, /# more$/)
})

story('the form edits the same text, and leaves every other line as it is', world, async ({ world, become, open }) => {
  const ed = await world.add('Fay Former', 'USER')
  const text = MILL.replaceAll('mill', 'watermill')
  await call(world.place, upsertEntity, { cookie: ed.cookie, body: text })
  await become(ed)
  const page = await open(`${paths.entityDescriptor('watermill')}?edit=form`)
  await sees(page.getByRole('textbox', { name: 'Name' }).first())
  await page.getByRole('textbox', { name: 'Name' }).first().fill('Watermill')
  await page
    .getByRole('combobox', { name: 'Add a team' })
    .or(page.getByLabel('Add a team').first())
    .first()
    .fill('checkout')
  await page.getByRole('option', { name: /team-checkout/ }).click()
  await sees(page.getByRole('list', { name: 'Owners' }).getByText('team-checkout'))
  assert.equal(await teamInput(page).inputValue(), '')
  await page.getByRole('textbox', { name: 'URL' }).fill('/run-faster')
  assert.deepEqual(await findings(page), [], 'axe on the form')
  await shot(page, 'form')

  await page.getByText('YAML', { exact: true }).click()
  await page.waitForURL('**/descriptor?edit=yaml')
  const expected = text
    .replace('title: Mill', 'title: Watermill')
    .replace('url: /run', 'url: /run-faster')
    .replace(
      '      email: old@example.com\n',
      '      email: old@example.com\n    - type: GROUP\n      name: team-checkout\n      provider: CORTEX\n',
    )
  assert.equal((await written(page)).trimEnd(), expected.trimEnd())
  await endOf(page)
  await page.keyboard.type('# typed in the text')
  await page.getByText('Form', { exact: true }).click()
  await page.waitForURL('**/descriptor?edit=form')
  assert.equal(await page.getByRole('textbox', { name: 'Name' }).first().inputValue(), 'Watermill')
  await page.getByRole('button', { name: 'Remove old@example.com' }).click()
  await review(page).click()
  const changes = page.getByRole('list', { name: 'What changes' })
  await sees(changes.getByRole('listitem').filter({ hasText: /Changed.*Name.*Mill.*Watermill/ }))
  await sees(changes.getByRole('listitem').filter({ hasText: /Removed.*Owner.*old@example.com/ }))
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await sees(page.getByRole('heading', { name: 'Watermill', level: 1, exact: true }))
  const stored = await storedText(page, 'watermill')
  assert.match(stored, /# the watermill of the village\n[\s\S]*keeps: 1\.10[\s\S]*# typed in the text$/)
})

story('a new entity is made with the form, and faults are at their fields', world, async ({ world, become, open }) => {
  await become(await world.add('Nell Newcomer', 'USER'))
  const page = await open(`${paths.newEntity}?edit=form`)
  await page.getByRole('textbox', { name: 'Name' }).fill('Bakery')
  await page.getByRole('textbox', { name: 'Tag' }).fill('not a tag')
  await sees(page.getByText(/^This must start with a letter/))
  await shot(page, 'form-fault')
  await page.getByRole('textbox', { name: 'Tag' }).fill('bakery')
  await page.getByLabel('Description').fill('Bakes bread.\nAnd cake.')
  await page.setViewportSize({ width: 360, height: 740 })
  assert.equal(await sideways(page), 0)
  await shot(page, 'form-narrow')
  await page.emulateMedia({ colorScheme: 'dark' })
  assert.deepEqual(await findings(page), [], 'axe on the form, dark and narrow')
  await review(page).click()
  await sees(page.getByRole('heading', { name: 'Additions' }))
  await page.getByRole('button', { name: 'Add entity' }).click()
  await sees(page.getByRole('heading', { name: 'Bakery', level: 1, exact: true }))
})

story('what the form cannot edit safely says why and leads to the text', world, async ({ world, become, open }) => {
  const ed = await world.add('Ann Anchor', 'USER')
  const body =
    'openapi: 3.0.1\ninfo:\n  title: &name Shared\n  x-cortex-tag: shared\n  x-cortex-service-groups: a, b\nx-name: *name\n'
  await call(world.place, upsertEntity, { cookie: ed.cookie, body })
  await become(ed)
  const page = await open(`${paths.entityDescriptor('shared')}?edit=form`)
  await sees(page.getByText(/It has an anchor \(&name\)/))
  await sees(page.getByText(/Some groups are under x-cortex-service-groups/))
  await page.getByRole('button', { name: 'Edit as YAML' }).first().click()
  await sees(editor(page))
  await editor(page).click()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText('info: [\n')
  await page.getByText('Form', { exact: true }).click()
  await sees(page.getByText(/The text can’t be read/))
  await page.getByRole('button', { name: 'Edit as YAML' }).click()
  assert.match(await written(page), /info: \[/)
})

story('the form is not there for a person who may not edit, who reads why', world, async ({ world, become, open }) => {
  await become(await world.add('Vera Viewer', 'VIEWER'))
  const page = await open(`${paths.entityDescriptor('orders')}?edit=form`)
  await sees(
    page.getByText("You can read this descriptor. Requires Edit entities, which the Viewer role doesn't include."),
  )
  await sees(editor(page))
  await seesNot(page.getByRole('radiogroup', { name: 'Edit as' }))
  await page.goto(`${paths.newEntity}?edit=form`)
  await sees(page.getByText('You may not do this'))
})
