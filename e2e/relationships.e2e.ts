import assert from 'node:assert/strict'
import { upsertEntity } from '../contract/catalog/catalog.ts'
import { createRelationshipType } from '../contract/catalog/relationship-types.ts'
import { setRelationships } from '../contract/catalog/relationships.ts'
import { call } from './api.ts'
import { findings, sideways } from './axe.ts'
import { sees, seesNot, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({})

const entity = (tag: string, title: string, rest = '') =>
  `openapi: 3.0.1\ninfo:\n  title: ${title}\n  x-cortex-tag: ${tag}\n${rest}`

story(
  'a relationship type is created, edited and, once nothing has it, deleted',
  world,
  async ({ world, become, open }) => {
    const tina = await world.add('Tina Types', 'USER')
    await become(tina)
    const page = await open('/relationship-types')
    await sees(page.getByText(/No relationship types yet/))
    assert.deepEqual(await findings(page), [])
    await page.getByRole('button', { name: 'Create relationship type' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Create relationship type' })
    await dialog.getByRole('button', { name: 'Create relationship type' }).click()
    await sees(dialog.getByText('Enter a name.'))
    await sees(dialog.getByText('Enter a tag.'))
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Component hierarchy')
    await dialog.getByRole('textbox', { name: 'Tag' }).fill('component-hierarchy')
    await dialog.getByLabel('Label of several destinations').fill('Parts')
    await dialog.getByRole('combobox', { name: 'Types of sources', exact: true }).click()
    await page.getByRole('option', { name: 'Only these types' }).click()
    await dialog.getByLabel('Entity types of sources').fill('component')
    await page.keyboard.press('Enter')
    await dialog.getByLabel('A destination has only one source').check()
    await dialog.getByRole('combobox', { name: 'Sources pass their owners' }).click()
    await page.getByRole('option', { name: 'Only if the destination has no owners' }).click()
    assert.deepEqual(await findings(page), [])
    await dialog.getByRole('button', { name: 'Create relationship type' }).click()
    const row = page.getByRole('row', { name: /Component hierarchy/ })
    await sees(row.getByRole('cell', { name: 'component', exact: true }))
    await sees(row.getByText('Any type'))
    await sees(row.getByText('One source'))
    await row.getByRole('button', { name: /Component hierarchy/ }).click()
    await page.getByRole('menuitem', { name: 'Edit' }).click()
    const edit = page.getByRole('dialog', { name: 'Edit Component hierarchy' })
    await edit.getByRole('textbox', { name: 'Name' }).fill('Hierarchy')
    await edit.getByRole('button', { name: 'Save relationship type' }).click()
    await sees(page.getByText('Relationship type Hierarchy saved'))

    const [body, source] = [
      entity('mill', 'Mill'),
      entity(
        'yard',
        'Yard',
        '  x-cortex-type: component\n  x-cortex-definition: {}\n  x-cortex-owners: [{type: EMAIL, email: yard@example.com}]\n',
      ),
    ]
    for (const one of [body, source]) await call(world.place, upsertEntity, { cookie: tina.cookie, body: one })
    const related = { relationshipTypeTag: 'component-hierarchy' }
    const pairs = { relationships: [{ source: 'yard', destination: 'mill' }] }
    await call(world.place, setRelationships, { cookie: tina.cookie, params: related, body: pairs })
    await open('/catalog/mill')
    await sees(page.getByText('yard@example.com'))
    await open('/relationship-types')
    const remove = async () => {
      await page.reload()
      await page
        .getByRole('row', { name: /Hierarchy/ })
        .getByRole('button', { name: /Hierarchy/ })
        .click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      await page.getByRole('dialog', { name: 'Delete Hierarchy?' }).getByRole('button', { name: 'Delete' }).click()
    }
    await remove()
    await sees(page.getByText(/yard → mill/))
    await call(world.place, setRelationships, { cookie: tina.cookie, params: related, body: { relationships: [] } })
    await remove()
    await sees(page.getByText('Relationship type Hierarchy deleted'))
    await seesNot(page.getByRole('row', { name: /Hierarchy/ }))
  },
)

story(
  'an entity’s page lists what it is related to, both ways, in the words of the type',
  world,
  async ({ world, become, open }) => {
    const { cookie } = await world.add('Rita Related', 'USER')
    const type = {
      tag: 'parts',
      name: 'What is made of what',
      definitionLocation: 'BOTH' as const,
      sourceLabelSingular: 'Whole',
      destinationLabelSingular: 'Part',
      destinationLabelPlural: 'Parts',
    }
    await call(world.place, createRelationshipType, { cookie, body: type })
    const declares = '  x-cortex-relationships:\n    - type: parts\n      destinations: [{tag: wing}, {tag: sail}]\n'
    for (const body of [entity('windmill', 'Windmill', declares), entity('wing', 'Wing'), entity('sail', 'Sail')])
      await call(world.place, upsertEntity, { cookie, body })
    await become(await world.add('Vic Viewer', 'VIEWER'))
    const page = await open('/catalog/windmill')
    await page.getByRole('tab', { name: 'Relationships' }).click()
    const parts = page.getByRole('region', { name: 'Parts (2)' })
    await sees(parts.getByText('What is made of what'))
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 1280],
      ['light', 390],
    ] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 800 })
      assert.deepEqual(await findings(page), [], `${colorScheme} ${width}`)
      assert.equal(await sideways(page), 0)
    }
    await parts.getByRole('link', { name: 'Wing' }).click()
    await page.getByRole('tab', { name: 'Relationships' }).click()
    await sees(page.getByRole('region', { name: 'Whole (1)' }).getByRole('link', { name: 'Windmill' }))
    await page.goto('/relationship-types')
    await sees(page.getByRole('row', { name: /What is made of what.*2/s }))
    for (const [colorScheme, width] of [
      ['light', 390],
      ['dark', 390],
      ['dark', 1280],
    ] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 800 })
      assert.deepEqual(await findings(page), [], `${colorScheme} ${width}`)
      assert.equal(await sideways(page), 0)
    }
    const create = page.getByRole('button', { name: 'Create relationship type' })
    assert.equal(await create.getAttribute('aria-disabled'), 'true', 'a Viewer sees why not')
  },
)
