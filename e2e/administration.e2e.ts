/** What administrators do beside people and tokens: API keys, the audit log, the sample catalog. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createToken } from '../contract/identity/tokens.ts'
import { bearer, call } from './api.ts'
import { findings } from './axe.ts'
import { chooseInRow } from './settings.ts'
import { sees, seesNot, settled, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ samples: true })

story('a key is created, works with its own role, is renamed and deleted', world, async ({ world, become, open }) => {
  await become(world.admin)
  const page = await open('/settings/api-keys')
  await page.getByRole('button', { name: 'Create new key' }).first().click()
  const form = page.getByRole('dialog', { name: 'Create new key' })
  await form.getByRole('button', { name: 'Create key' }).click()
  await sees(form.getByText('Enter a name.'))
  await form.getByLabel('Name').fill('deploys')
  await form.getByRole('checkbox', { name: /^User/ }).check()
  await form.getByRole('button', { name: 'Create key' }).click()

  const shown = page.getByRole('dialog', { name: 'Copy your key' })
  const secret = await shown.getByRole('textbox', { name: 'Key deploys' }).innerText()
  assert.match(secret, /^portico_key_[0-9A-Za-z]{47}$/)
  assert.equal((await bearer(world.place, secret, '/api/v1/catalog?pageSize=1')).status, 200)
  assert.equal((await bearer(world.place, secret, '/api/v1/auth/key')).status, 403)
  await page.keyboard.press('Escape')
  const question = page.getByRole('dialog', { name: 'Close without copying?' })
  await question.getByRole('button', { name: 'Go back' }).click()
  await shown.getByRole('button', { name: 'Done' }).click()

  await chooseInRow(page, 'deploys', 'Edit')
  const edit = page.getByRole('dialog', { name: 'Edit key' })
  await edit.getByLabel('Name').fill('deploys of the shop')
  await edit.getByRole('button', { name: 'Save key' }).click()
  await sees(page.getByRole('row', { name: /deploys of the shop/ }))

  await chooseInRow(page, 'deploys of the shop', 'Delete')
  const ask = page.getByRole('dialog', { name: 'Delete deploys of the shop?' })
  await ask.getByRole('button', { name: 'Delete' }).click()
  await sees(page.getByText('No API keys yet.'))
  assert.equal((await bearer(world.place, secret, '/api/v1/catalog?pageSize=1')).status, 401)
})

story('the audit log is filtered by address, opened, and downloaded', world, async ({ world, become, open }) => {
  await become(world.admin)
  const page = await open('/settings/audit-logs')
  await sees(page.getByRole('row', { name: /sample catalog/i }))
  await page.getByRole('combobox', { name: 'Object types' }).click()
  await page.getByRole('option', { name: 'Session' }).click()
  await page.keyboard.press('Escape')
  await page.waitForURL(/objectTypes=SESSION/)
  await seesNot(page.getByRole('row', { name: /sample catalog/i }))
  await page.reload()
  await sees(page.getByRole('row', { name: /ada@example\.com/ }))

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download CSV' }).click()
  const csv = readFileSync(await (await download).path(), 'utf8')
  assert.match(csv.split(/\r?\n/)[0] ?? '', /actor/i)
  assert.match(csv, /SESSION/)
  assert.doesNotMatch(csv, /SAMPLES/)

  await page
    .getByRole('row', { name: /ada@example\.com/ })
    .getByRole('button')
    .first()
    .click()
  await sees(page.getByRole('dialog').getByText('ada@example.com'))
  assert.match(page.url(), /row=au[0-9a-f]+/)
  const other = await page.context().newPage()
  await other.goto(page.url())
  await sees(other.getByRole('dialog').getByText('ada@example.com'))
  await other.keyboard.press('Escape')
  await seesNot(other.getByRole('dialog'))
  assert.doesNotMatch(other.url(), /row=/)
})

story(
  'the audit log says what happened, and leads to the things and tokens',
  world,
  async ({ world, become, open }) => {
    const ida = await world.add('Ida Denied', 'VIEWER')
    const { token } = await call(world.place, createToken, { cookie: ida.cookie, body: { name: 'denied script' } })
    const body = 'openapi: 3.0.1\ninfo: {title: a, x-cortex-tag: a}'
    await fetch(`${world.place.address}/api/v1/open-api`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/openapi' },
      body,
    })
    await become(world.admin)
    const page = await open(`/settings/audit-logs?actorEmails=${ida.email}`)
    const row = page.getByRole('row', {
      name: /Denied: Create or replace an entity by its descriptor \(requires Edit entities\)/,
    })
    for (;;) {
      await settled(page)
      if ((await row.count()) > 0) break
      await page.waitForTimeout(300)
      await page.reload()
    }
    await sees(row.getByRole('cell', { name: '127.0.0.1' }))
    await sees(page.getByRole('row', { name: /Created personal token/ }).first())
    await row.getByRole('link', { name: 'denied script' }).first().click()
    await sees(page.getByRole('heading', { name: 'denied script', level: 1 }))
  },
)

story('the sample catalog is removed once that was confirmed', world, async ({ world, become, open }) => {
  await become(world.admin)
  const page = await open('/catalog')
  await sees(page.getByText('This list contains the sample catalog'))
  await page.getByRole('link', { name: 'Remove samples' }).click()
  const ask = page.getByRole('dialog')
  await sees(ask)
  assert.deepEqual(await findings(page), [])
  await ask.getByRole('button', { name: /^Remove/ }).click()
  await seesNot(ask)
  await page.goto('/catalog')
  await sees(page.getByText(/The catalog is empty/))
})
