/** Every page as a Viewer: what is refused says why, and offers nothing that would be refused too. */
import type { Page } from 'playwright-core'
import { type Furniture, furnish, WEBHOOKS } from './furniture.ts'
import { isOutside, type Place, placesOf } from './places.ts'
import { follow, story } from './story.ts'
import { walk, wideFaults } from './walk.ts'
import { type Person, worldOf } from './world.ts'

let furniture: Furniture
let viewer: Person
const world = worldOf({ samples: true, env: WEBHOOKS }, async world => {
  furniture = await furnish(world)
  viewer = await world.add('Vera Viewer', 'VIEWER')
})

/** The roles of the workspace itself stand after the default ones. */
const REFUSAL =
  /You need the .+ permission\. Your role: Viewer\. Roles that include it: (.+, )?Admin(, Release crew)?\. Contact an administrator\./

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

const isSetting = (pattern: string) => /settings/.test(pattern)

const PARTS = [
  { name: 'every page beside the settings', isIn: (pattern: string) => !isOutside(pattern) && !isSetting(pattern) },
  { name: 'every page of the settings', isIn: isSetting },
]

for (const { name, isIn } of PARTS)
  story(`a Viewer finds ${name} whole, or refused in words`, world, async ({ page, become }) => {
    await become(viewer)
    const places = Object.entries(placesOf(furniture)).flatMap(([pattern, places]) => (isIn(pattern) ? places : []))
    await walk(places, async place => {
      const found = await wideFaults(page, { path: place.path, way: follow }, 'app')
      return [...found, ...(await refusalFaults(page, place))]
    })
  })
