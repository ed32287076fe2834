import assert from 'node:assert/strict'
import { upsertEntity } from '../contract/catalog/catalog.ts'
import { listCustomData } from '../contract/catalog/custom-data.ts'
import { paths } from '../web/core/layout/paths.ts'
import { call } from './api.ts'
import { findings } from './axe.ts'
import { chooseInRow } from './settings.ts'
import { sees, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ samples: false })

const descriptor = (tag: string) => `openapi: 3.0.1\ninfo:\n  title: ${tag}\n  x-cortex-tag: ${tag}\n`

story(
  'a data webhook is tried, created, called, paused and revoked; its URL is shown once',
  world,
  async ({ world, become, open }) => {
    const wanda = await world.add('Wanda Webhook', 'USER')
    await call(world.place, upsertEntity, { cookie: wanda.cookie, body: descriptor('hooked-mill') })
    await become(wanda)
    const page = await open(paths.dataWebhooks)
    await sees(page.getByText('No data webhooks yet.'))
    await page.getByRole('button', { name: 'Create data webhook' }).first().click()
    const form = page.getByRole('dialog', { name: 'Create data webhook' })
    await form.getByLabel('Name').fill('coverage')
    await form.getByLabel('Keys').fill('coverage')
    await form.getByLabel('Sample').fill('{"service": "hooked-mill", "lines":')
    await form.getByRole('button', { name: 'Try the mapping' }).click()
    await sees(form.getByText(/isn't valid JSON/))
    await form.getByLabel('Sample').fill('{"service": "hooked-mill", "lines": 81}')
    await form.getByRole('button', { name: 'Try the mapping' }).click()
    await sees(form.getByText('hooked-mill: {"coverage":81}'))
    assert.deepEqual(await findings(page), [])
    await form.getByRole('button', { name: 'Create webhook' }).click()
    const reveal = page.getByRole('dialog', { name: 'Copy the URL' })
    const url = await reveal.getByRole('textbox', { name: 'URL of coverage' }).innerText()
    assert.match(url, /\/api\/v1\/custom-integrations\/data\/[0-9a-f-]{36}$/)
    assert.deepEqual(await findings(page), [])
    await reveal.getByRole('button', { name: 'Done' }).click()

    const send = async () => {
      const address = world.place.address + new URL(url).pathname
      const { status } = await fetch(address, { method: 'POST', body: '{"service":"hooked-mill","lines":82}' })
      return status
    }
    assert.equal(await send(), 202)
    const input = { cookie: wanda.cookie, params: { tagOrId: 'hooked-mill' } }
    assert.equal((await call(world.place, listCustomData, input))[0]?.value, 82)

    await page.reload()
    const row = page.getByRole('row', { name: /coverage/ })
    await sees(row.getByText('Active'))
    await chooseInRow(page, 'coverage', 'Pause')
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
    await sees(row.getByText('Paused'))
    assert.equal(await send(), 404)
    await page.reload()
    await sees(row.getByText('Paused'))
    assert.deepEqual(await findings(page), [])

    await chooseInRow(page, 'coverage', 'Report as leaked')
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke as leaked' }).click()
    await sees(row.getByText('Revoked'))
    assert.ok(!(await page.content()).includes(url.slice(-36)))
  },
)

story('people who can’t edit entities can’t open the page', world, async ({ world, become, open }) => {
  await become(await world.add('Vera Viewer', 'VIEWER'))
  const page = await open(paths.dataWebhooks)
  await sees(page.getByText(/You need the Edit entities permission/))
})
