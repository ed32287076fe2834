import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { after } from 'node:test'
import { chooseInRow, createAndCopy, openMyTokens } from './settings.ts'
import { sees, seesNot, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({
  plainHttp: true,
  env: { PORTICO_SECRET_KEY: 'a key of this test alone, long enough', PORTICO_EGRESS_ALLOW: '127.0.0.0/8' },
})

type Call = { headers: IncomingHttpHeaders; body: string }

/** A receiver on this machine that keeps what it is sent. */
const receiver = async () => {
  const calls: Call[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(204).end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  after(() => server.close())
  const address = server.address()
  assert.ok(address && typeof address === 'object')
  return { url: `http://127.0.0.1:${address.port}/hook`, calls }
}

story(
  'an admin makes a webhook, and receives a signed event for a created token',
  world,
  async ({ world, become, open }) => {
    const { url, calls } = await receiver()
    await become(world.admin)
    const page = await open('/settings/webhooks')
    await sees(page.getByText(/^No webhooks yet\./))
    await page.getByRole('button', { name: 'Create webhook' }).first().click()
    const form = page.getByRole('dialog', { name: 'Create webhook' })
    await form.getByRole('button', { name: 'Create webhook' }).click()
    await sees(form.getByText('Enter an address.'))
    await form.getByLabel('Address').fill('https://192.168.1.1/hook')
    await form.getByRole('button', { name: 'Create webhook' }).click()
    await sees(form.getByText(/PORTICO_EGRESS_ALLOW does not allow/))
    await form.getByLabel('Address').fill(url)
    await form.getByRole('button', { name: 'Create webhook' }).click()
    const reveal = page.getByRole('dialog', { name: 'Copy the webhook’s secret' })
    const secret = await reveal.getByRole('textbox', { name: 'Secret of the webhook' }).innerText()
    await reveal.getByRole('button', { name: 'Done' }).click()

    await openMyTokens(page, 'Ada Admin')
    await createAndCopy(page, 'told')
    await page.goto('/settings/webhooks')
    await chooseInRow(page, url, 'Deliveries')
    const dialog = page.getByRole('dialog', { name: 'Deliveries' })
    const row = dialog.getByRole('row', { name: /Token created/ })
    await sees(row.getByText('Delivered'))
    const [call] = calls
    assert.ok(call)
    const [, time, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(call.headers['portico-signature'])) ?? []
    assert.equal(signature, createHmac('sha256', secret).update(`${time}.${call.body}`).digest('hex'))
    assert.equal(JSON.parse(call.body).data.token.name, 'told')
    await dialog.getByRole('button', { name: 'Send a test' }).click()
    await sees(dialog.getByRole('row', { name: /Test/ }).getByText('Delivered'))
  },
)

story(
  'the owner gets a notice in the app of a first use from somewhere new, and dismisses it',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Wim Warned', 'USER'))
    const page = await open('/')
    await openMyTokens(page, 'Wim Warned')
    const secret = await createAndCopy(page, 'wandering')
    const callAs = async (client: string) => {
      const headers = { authorization: `Bearer ${secret}`, 'user-agent': client }
      await fetch(`${world.place.address}/api/v1/catalog`, { headers })
      await page.goto('/settings/tokens')
      await page.getByRole('link', { name: 'wandering' }).first().click()
      await sees(page.getByRole('row', { name: new RegExp(`${client.split('/')[0]}.*Client`) }))
    }
    await callAs('curl/8.5.0')
    await callAs('surprise/1.0')
    await page.goto('/settings/tokens')
    await sees(page.getByText('One of your tokens needs a look'))
    await page.goto('/notices')
    const row = page.getByRole('row', { name: /“wandering”.* was used from somewhere new/ })
    await sees(row)
    await row.getByRole('button', { name: /^Dismiss/ }).click()
    await seesNot(row)
    await sees(page.getByText('No notices.'))
  },
)
