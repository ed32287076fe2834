/** Every page as a Viewer: what is refused says why, and offers nothing that would be refused too. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { type Furniture, furnish, WEBHOOKS } from './furniture.ts'
import { isOutside, type Place, placesOf } from './places.ts'
import { story } from './story.ts'
import { walk, wideFaults } from './walk.ts'
import { worldOf } from './world.ts'

let furniture: Furniture
const world = worldOf({ samples: true, env: WEBHOOKS }, async world => {
  furniture = await furnish(world)
})

const REFUSAL =
  /You need the .+ permission\. Your role: Viewer\. Roles that include it: (.+, )?Admin\. Contact an administrator\./

const refusalFaults = async (page: Page, { refusesViewers }: Place): Promise<string[]> => {
  const main = page.getByRole('main')
  const alerts = await main.getByRole('alert').allInnerTexts()
  const isRefused = alerts.some(text => REFUSAL.test(text))
  if (!refusesViewers) return isRefused ? ['it is refused'] : []
  if (!isRefused) return [`it is not refused: ${alerts}`]
  const buttons = await main.getByRole('button', { disabled: false }).allInnerTexts()
  const fields = await main.locator('input, select, textarea').count()
  return [
    ...buttons.map(text => `the button ${text} would be refused`),
    ...(fields > 0 ? [`${fields} fields that lead to nothing`] : []),
    ...((await main.getByRole('link', { name: 'My permissions' }).count()) === 1 ? [] : ['no way to My permissions']),
  ]
}

story('a Viewer finds every page whole, or refused in words', world, async ({ world, page, become }) => {
  await become(await world.add('Vera Viewer', 'VIEWER'))
  const places = Object.entries(placesOf(furniture)).flatMap(([pattern, places]) => (isOutside(pattern) ? [] : places))
  assert.ok(places.some(({ refusesViewers }) => refusesViewers))
  await walk(places, async place => {
    const found = await wideFaults(page, { path: place.path }, 'app')
    return [...found, ...(await refusalFaults(page, place))]
  })
})
