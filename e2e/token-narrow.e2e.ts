import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { createToken, getToken } from '../contract/identity/tokens.ts'
import { bearer, call } from './api.ts'
import { findings } from './axe.ts'
import { sees, seesNot, settled, story } from './story.ts'
import { worldOf } from './world.ts'

const LATE_MS = 1000
const world = worldOf({})

const used = async ({ place }: ReturnType<typeof world>, cookie: string) => {
  const { cid, token } = await call(place, createToken, { cookie, body: { name: 'reader' } })
  for (const path of ['/api/v1/catalog', '/api/v1/catalog', '/api/v1/auth/token/self'])
    assert.equal((await bearer(place, token, path)).status, 200)
  return { cid, token }
}

story('a token’s page says what it can do, with why and why not', world, async ({ world, page, become }) => {
  const uma = await world.add('Uma User', 'USER')
  const { cid } = await used(world, uma.cookie)
  await become(uma)
  await page.goto(`/settings/tokens/${cid}`)
  const table = page.getByRole('region', { name: 'What this token can do' })
  await sees(table.getByRole('row', { name: /Edit entities.*Yes.*The owner may, through User\./ }))
  await page.getByText('Not allowed', { exact: true }).click()
  await sees(table.getByRole('row', { name: /Edit settings.*No.*Roles that include it: Admin/ }))
  await seesNot(table.getByRole('row', { name: /Edit entities/ }))
  assert.deepEqual(await findings(page), [])
})

story(
  'a token is narrowed to what it used, after its owner saw what that would refuse',
  world,
  async ({ world, page, become }) => {
    const nora = await world.add('Nora Narrow', 'USER')
    const { cid, token } = await used(world, nora.cookie)
    await become(nora)
    await page.goto(`/settings/tokens/${cid}`)
    await page.getByRole('button', { name: 'Narrow to what it used in 90 days' }).click()
    const dialog = page.getByRole('dialog', { name: 'Narrow to what it used in 90 days' })
    await sees(dialog)
    await sees(dialog.getByText(/monthly or yearly/))
    await sees(dialog.getByText('These limits would have refused none of these calls.'))
    assert.ok(await dialog.getByRole('switch', { name: 'Read-only' }).isChecked())
    assert.ok(await dialog.getByLabel('View catalogs').isChecked())
    assert.equal(await dialog.getByLabel('Where it may be used').inputValue(), '127.0.0.1')
    assert.deepEqual(await findings(page), [])
    await dialog.getByLabel('Where it may be used').fill('10.0.0.0/8')
    await sees(dialog.getByText('These limits would have refused 3 calls.'))
    await sees(dialog.getByRole('row', { name: /List entities.*2: It was called from 127\.0\.0\.1\./ }))
    await dialog.getByLabel('Where it may be used').fill('127.0.0.0/8')
    await sees(dialog.getByText('These limits would have refused none of these calls.'))
    // The activity comes back after the proposal, which takes the form off the screen: the dialog closes all the same.
    await page.route(`**/api/v1/auth/token/${cid}/activity*`, async route => {
      await setTimeout(LATE_MS)
      await route.continue()
    })
    await dialog.getByRole('button', { name: 'Apply limits' }).press('Enter')
    await seesNot(dialog)
    await settled(page)
    await sees(page.getByRole('region', { name: 'Limits' }).getByText('Read-only.'))
    const { limits } = await call(world.place, getToken, { cookie: nora.cookie, params: { cid } })
    assert.deepEqual(limits, { readOnly: true, permissions: ['VIEW_CATALOGS'], addressRanges: ['127.0.0.0/8'] })
    assert.equal((await bearer(world.place, token, '/api/v1/catalog')).status, 200)
  },
)

story(
  'an administrator sees what another person’s token can do, and may not narrow it',
  world,
  async ({ world, page, become }) => {
    const { cid } = await used(world, (await world.add('Otto Other', 'USER')).cookie)
    await become(world.admin)
    await page.goto(`/settings/tokens/${cid}`)
    const narrow = page.getByRole('button', { name: 'Narrow to what it used in 90 days' })
    await sees(narrow)
    assert.equal(await narrow.getAttribute('aria-disabled'), 'true')
  },
)

story(
  'the chart of calls has an axis, dates and a legend, and a table for people who cannot see it',
  world,
  async ({ world, page, become }) => {
    const chloe = await world.add('Chloe Chart', 'USER')
    const { cid } = await used(world, chloe.cookie)
    await become(chloe)
    await page.goto(`/settings/tokens/${cid}`)
    const activity = page.getByRole('region', { name: 'Activity' })
    await sees(activity.getByText('3 calls, 0 refused'))
    const today = new Date().toLocaleDateString('en-US', {
      timeZone: 'Europe/Berlin',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    })
    await sees(activity.getByText(today, { exact: true }))
    await sees(activity.getByText(/Answered\s*Refused/))
    await activity.getByText('Show as a table').press('Enter')
    const table = activity.getByRole('region', { name: 'Calls over time' })
    await sees(table.getByRole('row', { name: new RegExp(`^${today} [123] 0$`) }))
    await activity.getByText('48 hours').click()
    await sees(table.getByRole('row', { name: new RegExp(`^${today}, \\d\\d:00 [123] 0$`) }))
    assert.deepEqual(await findings(page), [])
  },
)
