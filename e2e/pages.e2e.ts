/** What holds on every page, read from the list of pages: axe, headings, the frame, words, and widths, in light, dark and narrow. */
import assert from 'node:assert/strict'
import { PAGES } from '../contract/pages.ts'
import { type Furniture, furnish, WEBHOOKS } from './furniture.ts'
import { isOutside, NOWHERE, placesOf } from './places.ts'
import { follow, story } from './story.ts'
import { load, type Walked, walkThrough } from './walk.ts'
import { worldOf } from './world.ts'

let furniture: Furniture
const world = worldOf({ samples: true, env: WEBHOOKS }, async world => {
  furniture = await furnish(world)
})

const isOfCatalog = (pattern: string) => /^\/(catalog|new-entity)(\/|$)/.test(pattern)

const PARTS: Readonly<Record<string, (pattern: string) => boolean>> = {
  'the pages of the catalog': isOfCatalog,
  'the pages beside the catalog and the settings': pattern =>
    !isOutside(pattern) && !isOfCatalog(pattern) && !/settings/.test(pattern),
  'the pages of tokens': pattern => /token/.test(pattern),
  'the other settings': pattern => /settings/.test(pattern) && !/token/.test(pattern),
}

/** The first state of each page is loaded by its address, and so is every page outside; the app goes on to the others. */
const placesIn = (isWanted: (pattern: string) => boolean): readonly Walked[] =>
  Object.entries(placesOf(furniture)).flatMap(([pattern, places]) =>
    isWanted(pattern)
      ? places.map((place, number) => ({ ...place, way: number === 0 || isOutside(pattern) ? load : follow }))
      : [],
  )

story('every page of the app has a place in the walk', world, async () => {
  const places = Object.entries(placesOf(furniture))
  assert.deepEqual(places.map(([pattern]) => pattern).toSorted(), PAGES.toSorted())
  for (const [pattern, { length }] of places) {
    assert.ok(length > 0, pattern)
    assert.equal([isOutside, ...Object.values(PARTS)].filter(isIn => isIn(pattern)).length, 1, pattern)
  }
})

story('the pages outside are whole in light, dark and narrow', world, ({ page }) =>
  walkThrough(page, placesIn(isOutside), 'none'),
)

for (const [name, isIn] of Object.entries(PARTS))
  story(`${name} are whole in light, dark and narrow`, world, async ({ world, page, become }) => {
    await become(world.admin)
    await walkThrough(page, placesIn(isIn), 'app')
  })

story('addresses without a page are whole in light, dark and narrow', world, async ({ world, page, become }) => {
  await become(world.admin)
  await walkThrough(
    page,
    NOWHERE.map(place => ({ ...place, way: load })),
    'app',
  )
})
