/** The page that people open in the morning: what needs them, what they own, what changed. */
import { upsertEntity } from '../contract/catalog/catalog.ts'
import { createToken } from '../contract/identity/tokens.ts'
import { paths } from '../web/core/layout/paths.ts'
import { bearer, call } from './api.ts'
import { sees, seesNot, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({})

const entity = (tag: string, rest: string) => `openapi: 3.0.1\ninfo:\n  title: ${tag}\n  x-cortex-tag: ${tag}\n${rest}`

story('the first admin has a checklist that checks itself off', world, async ({ world, become, open }) => {
  await become(world.admin)
  const page = await open(paths.home)
  const steps = page.getByRole('region', { name: 'Get started' })
  await sees(steps.getByText('0 of 5 done.'))
  const { place, admin } = world
  const { token } = await call(place, createToken, { cookie: admin.cookie, body: { name: 'first' } })
  await bearer(place, token, '/api/v1/catalog')
  await world.add('Ben User', 'USER')
  await page.reload()
  await sees(steps.getByRole('listitem').filter({ hasText: 'Create the first token, done' }))
  await sees(steps.getByRole('listitem').filter({ hasText: 'Invite a person, done' }))
  await sees(steps.getByRole('listitem').filter({ hasText: 'Fill the catalog, not done' }))
  await steps.getByRole('link', { name: 'Invite a person' }).click()
  await sees(page.getByRole('heading', { name: 'Members' }))
})

story('a person sees what needs them and what they own, and is led there', world, async ({ world, become, open }) => {
  const { place, admin } = world
  const mine = await world.add('Olga Owner', 'USER')
  await become(mine)
  const page = await open(paths.home)
  await sees(page.getByText('Nothing needs your attention.'))
  await sees(page.getByRole('link', { name: 'Create a token' }))
  const soon = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
  await call(place, createToken, {
    cookie: mine.cookie,
    body: { name: 'ends-soon', expirationDate: soon, timeZone: 'Europe/Berlin' },
  })
  const team = `  x-cortex-type: team\n  x-cortex-team: {members: [{name: Olga, email: ${mine.email}}]}\n`
  const add = (body: string) => call(place, upsertEntity, { cookie: admin.cookie, body })
  await add(entity('night-shift', team))
  await add(entity('ledger', '  x-cortex-owners: [{type: group, name: night-shift}]\n'))
  await page.reload()
  await seesNot(page.getByText('Nothing needs your attention.'))
  const expiring = page.getByRole('region', { name: '1 token expires soon' })
  await sees(expiring.getByRole('link', { name: 'ends-soon' }))
  const owned = page.getByRole('region', { name: 'What you own' })
  await sees(owned.getByRole('link', { name: 'night-shift' }))
  await owned.getByRole('link', { name: 'All 1 entity' }).click()
  await sees(page.getByRole('heading', { name: 'Catalog', exact: true }))
  await sees(page.getByRole('row', { name: /^ledger/ }))
  await page.goBack()
  await expiring.getByRole('link', { name: 'ends-soon' }).click()
  await sees(page.getByRole('heading', { name: 'ends-soon' }))
})
