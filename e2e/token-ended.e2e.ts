import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { listTokens } from '../contract/identity/token-lists.ts'
import { createToken, revokeToken } from '../contract/identity/tokens.ts'
import { call } from './api.ts'
import { sees, seesNot, settled, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ plainHttp: true })

const zone = { timeZone: 'Europe/Berlin' }
const inDays = (days: number) => Temporal.Now.plainDateISO(zone.timeZone).add({ days }).toString()

story('a revoked token looks ended, and one like it is created from it', world, async ({ world, become, open }) => {
  const eli = await world.add('Eli Ended', 'USER')
  const { cookie } = eli
  const body = {
    name: 'nightly',
    description: 'Runs on the build server',
    ...zone,
    expirationDate: inDays(30),
    limits: { readOnly: true, permissions: ['VIEW_CATALOGS' as const], addressRanges: ['127.0.0.0/8'] },
    rotatesItself: true,
  }
  const { cid } = await call(world.place, createToken, { cookie, body })
  await call(world.place, revokeToken, { cookie, params: { cid } })
  await become(eli)
  const page = await open(`/settings/tokens/${cid}`)
  await sees(page.getByText(/^Would have expired in 1 month/))
  for (const name of ['Edit', 'Rotate', 'Revoke', 'Report as leaked'])
    assert.equal(await page.getByRole('button', { name, exact: true }).count(), 0, name)
  await page.getByRole('button', { name: 'Create one like it' }).click()

  const form = page.getByRole('dialog', { name: 'Create new token' })
  assert.equal(await form.getByLabel('Name').inputValue(), 'nightly')
  assert.match(page.url(), new RegExp(`like=${cid}$`))
  assert.equal(await form.getByLabel('Description').inputValue(), 'Runs on the build server')
  assert.ok(await form.getByLabel('30 days').isChecked())
  assert.ok(await form.getByLabel('Read-only').isChecked())
  assert.ok(await form.getByLabel('View catalogs').isChecked())
  assert.ok(await form.getByLabel('It may rotate itself').isChecked())
  assert.equal(await form.getByLabel('Where it may be used').inputValue(), '127.0.0.0/8')
  await sees(form.getByText(/^Valid through /))
  await form.getByRole('button', { name: 'Create token' }).click()
  await page.getByRole('button', { name: 'Done' }).click()
  await seesNot(form)
  const { tokens } = await call(world.place, listTokens, { cookie })
  assert.deepEqual(
    tokens.map(({ name, limits, rotatesItself, lastDay }) => ({ name, limits, rotatesItself, lastDay })),
    [{ name: body.name, limits: body.limits, rotatesItself: true, lastDay: body.expirationDate }],
  )
})

story('an expired token says when, and offers no rotation', world, async ({ world, become, open }) => {
  const xia = await world.add('Xia Expired', 'USER')
  const { cookie } = xia
  const expirationDate = new Date(Date.now() + 1_500).toISOString()
  const { cid } = await call(world.place, createToken, { cookie, body: { name: 'short', expirationDate } })
  await sleep(2_000)
  await become(xia)
  const page = await open(`/settings/tokens/${cid}`)
  await sees(page.getByRole('region', { name: 'Expires' }).getByText(/^Expired (just now|1 minute ago)/))
  await sees(page.getByRole('button', { name: 'Create one like it' }))
  assert.equal(await page.getByRole('button', { name: 'Rotate' }).count(), 0)
  assert.equal(await page.getByRole('button', { name: 'Revoke' }).count(), 0)
})

story('a Viewer finds nothing on everybody’s tokens that would be refused', world, async ({ world, become, open }) => {
  await become(await world.add('Vic Viewer', 'VIEWER'))
  const page = await open('/settings/personal-tokens')
  await sees(page.getByRole('alert').getByText(/^You need the .+ permission\./))
  await settled(page)
  const main = page.getByRole('main')
  assert.deepEqual(await main.getByRole('button', { disabled: false }).allInnerTexts(), [])
  assert.equal(await main.getByRole('link', { name: 'Download CSV' }).count(), 0)
  assert.equal(await main.getByRole('searchbox').count(), 0)
})
