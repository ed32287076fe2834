import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { upsertEntity } from '../contract/catalog/catalog.ts'
import { createEntityType } from '../contract/catalog/types.ts'
import { call } from './api.ts'
import { findings } from './axe.ts'
import { sees, seesNot, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ samples: true })

const editor = (page: Page) => page.getByRole('textbox', { name: /YAML$/ })

const typeInto = async (page: Page, text: string) => {
  await editor(page).click()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(text)
}

const ofType = (tag: string, type: string, definition: string) =>
  `openapi: 3.0.1\ninfo:\n  title: ${tag}\n  x-cortex-tag: ${tag}\n  x-cortex-type: ${type}\n  x-cortex-definition: ${definition}\n`

story(
  'a type is added with a schema, and its faults are shown at their lines',
  world,
  async ({ world, become, open }) => {
    const { cookie } = world.admin
    await become(await world.add('Tilda Types', 'USER'))
    const page = await open('/entity-types')
    await sees(page.getByRole('row', { name: /^Service Built in/ }))
    await sees(page.getByRole('row', { name: /database Not defined/ }))
    await page.getByRole('link', { name: 'Add an entity type' }).click()
    await sees(page.getByRole('heading', { name: 'Add an entity type' }))
    const text = `type: lambda
name: Lambda function
schema:
  type: object
  required: [runtime]
  properties:
    runtime:
      pattern: PATTERN
`
    await typeInto(page, text.replace('PATTERN', '"^(?=n)ode"'))
    const found = page.getByRole('list', { name: 'What was found' })
    await sees(found.getByRole('button', { name: /Fault.*Line 8.*look-around/ }))
    await typeInto(page, text.replace('PATTERN', '"^n"\n      x-order: 1').concat('iconTag: bolt\n'))
    await sees(found.getByRole('button', { name: /Hint.*Line 9.*x-order/ }))
    await page.getByRole('button', { name: 'Add entity type' }).click()
    await sees(page.getByRole('heading', { name: 'Lambda function', level: 1 }))
    await sees(page.getByText('No entities of this type.'))

    await call(world.place, upsertEntity, { cookie, body: ofType('resize', 'lambda', '{runtime: node}') })
    await page.goto('/entity-types')
    const row = page.getByRole('row', { name: /^Lambda function/ })
    await sees(row.getByRole('link', { name: '1 of the type Lambda function' }))
    await page.getByRole('button', { name: 'Entities' }).click()
    assert.match(await page.getByRole('row').nth(1).innerText(), /Service/)
    await page.goto('/catalog')
    await page.getByRole('combobox', { name: 'Type' }).click()
    await page.getByRole('option', { name: 'Lambda function (1)' }).click()
    await page.waitForURL('**/catalog?types=lambda')
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'resize' }).click()
    await sees(page.getByText('Lambda function', { exact: true }))
  },
)

story(
  'a schema that entities do not satisfy is saved once it is confirmed, and they are marked',
  world,
  async ({ world, become, open }) => {
    const { place, admin } = world
    const { cookie } = admin
    await call(place, createEntityType, { cookie, body: { type: 'queue', name: 'Queue', schema: {} } })
    for (const tag of ['letters', 'parcels'])
      await call(place, upsertEntity, { cookie, body: ofType(tag, 'queue', '{size: 3}') })
    await become(await world.add('Sven Schema', 'USER'))
    const page = await open('/entity-types/queue')
    await sees(page.getByText('No schema. Any definition is accepted.'))
    await sees(page.getByRole('link', { name: '2 entities' }))
    await page.getByRole('link', { name: 'Edit descriptor' }).click()
    await sees(editor(page))
    await typeInto(page, 'type: queue\nname: Queue\nschema:\n  required: [owner]\n')
    await page.getByRole('button', { name: 'Save' }).click()
    const dialog = page.getByRole('dialog')
    await sees(dialog)
    await sees(dialog.getByText('letters: owner is required.'))
    assert.deepEqual(await findings(page), [])
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await sees(page.getByText('Not saved', { exact: true }))
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Save and mark them' }).click()
    await sees(page.getByText('2 entities do not satisfy this schema. Their next change must.'))
    await page.getByRole('link', { name: 'Show them' }).click()
    await page.getByRole('link', { name: 'letters' }).click()
    await sees(page.getByText('Schema not satisfied'))
    await page.getByRole('link', { name: 'the schema of its type' }).click()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await sees(page.getByText(/2 entities have the type queue/))
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Edit descriptor' }).click()
    await typeInto(page, 'type: line\nname: Queue\nschema: {}\n')
    await sees(page.getByRole('list', { name: 'What was found' }).getByText(/must stay queue/))
    await typeInto(page, 'type: queue\nname: Queue\nschema: {}\n')
    await page.getByRole('button', { name: 'Save' }).click()
    await sees(page.getByText('No schema. Any definition is accepted.'))
    await seesNot(page.getByText(/do not satisfy this schema/))
  },
)

story('people without the permission read types and see why they cannot change them', world, async stage => {
  const { world, become, open } = stage
  const { place, admin } = world
  await call(place, createEntityType, {
    cookie: admin.cookie,
    body: { type: 'topic', name: 'Topic', schema: { type: 'object' } },
  })
  await become(await world.add('Viola Viewer', 'VIEWER'))
  const page = await open('/entity-types')
  const add = page.getByRole('button', { name: 'Add an entity type' })
  await add.focus()
  await sees(page.getByRole('tooltip', { name: /Requires Edit entity types/ }))
  await page.getByRole('link', { name: 'Topic' }).click()
  await page.getByRole('link', { name: 'View descriptor' }).click()
  await sees(page.getByText(/You can read this descriptor. Requires Edit entity types/))
  await page.goto('/new-entity-type')
  await sees(page.getByText('You may not do this'))
  await become(admin)
  await page.goto('/entity-types/service')
  await page.getByRole('button', { name: 'Delete' }).focus()
  await sees(page.getByRole('tooltip', { name: /built in/ }))
  await page.goto('/entity-types/nothing')
  await sees(page.getByRole('heading', { name: 'No such entity type' }))
})
