import assert from 'node:assert/strict'
import { sees, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ samples: true })

const pathOf = (address: string) => new URL(address).pathname

story('an address that Cortex’s tools print leads through the sign-in page to the entity', world, async stage => {
  const sam = await stage.world.add('Sam Signin', 'USER')
  const page = await stage.open('/admin/catalog/checkout?tenantCode=x')
  await sees(page.getByRole('heading', { name: 'Sign in' }))
  await page.getByLabel('Email').fill(sam.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(sam.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await sees(page.getByRole('heading', { name: 'Checkout' }))
  for (const [address, heading, path] of [
    ['/admin/resources?tag=checkout', 'Checkout', '/catalog/checkout'],
    ['/admin/scorecards/production-readiness', 'Production readiness', '/scorecards/production-readiness'],
    ['/admin/scorecards', 'Scorecards', '/scorecards'],
    ['/login?tenantCode=x', 'Home', '/'],
  ] as const) {
    await stage.open(address)
    await sees(page.getByRole('heading', { name: heading, exact: true }))
    assert.equal(pathOf(page.url()), path)
  }
})

story('an unknown address says so within the frame, in the settings too', world, async ({ world, become, open }) => {
  await become(await world.add('Nora Nowhere', 'USER'))
  for (const [address, menu] of [
    ['/nothing', 'Main'],
    ['/catalog/a/b/c', 'Main'],
    ['/settings/nothing', 'Settings'],
    ['/admin/settings/nothing', 'Main'],
  ] as const) {
    const page = await open(address)
    await sees(page.getByRole('heading', { name: 'Nothing is here' }))
    await sees(page.getByRole('navigation', { name: menu }))
    assert.equal(pathOf(page.url()), address)
  }
})
