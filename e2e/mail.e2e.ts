/** What the screen says of the mail with a link: what the mail server really did with it. */
import assert from 'node:assert/strict'
import { after } from 'node:test'
import type { Page } from 'playwright-core'
import { startMailServer, textOf } from '../server/core/mail/testing.ts'
import { sees, story } from './story.ts'
import { worldOf } from './world.ts'

const mail = await startMailServer()
after(() => mail.stop())
const world = worldOf({ env: { PORTICO_SMTP_URL: mail.url, PORTICO_SMTP_FROM: 'Portico <portico@example.com>' } })

const invite = async (page: Page, name: string) => {
  await page.goto('/settings/members')
  await page.getByRole('button', { name: 'Invite a person' }).click()
  const form = page.getByRole('dialog', { name: 'Invite a person' })
  await form.getByLabel('Email').fill(`${name.toLowerCase()}@example.com`)
  await form.getByLabel('Name').fill(name)
  await form.getByRole('button', { name: 'Invite' }).click()
  return page.getByRole('dialog', { name: `Invitation link for ${name}` })
}

story(
  'an invitation that the mail server took can be closed without copying, and the link came',
  world,
  async ({ world, another, page }) => {
    const office = await another(world.admin)
    const reveal = await invite(office, 'Mona')
    await sees(reveal.getByText('It was mailed to mona@example.com.'))
    const shown = await reveal.getByRole('textbox', { name: 'Link' }).innerText()
    await office.keyboard.press('Escape')
    await sees(office.getByRole('row', { name: /Mona.*Invited/s }))
    const [sent] = mail.to('mona@example.com')
    const link = /http\S+#\S+/.exec(sent ? textOf(sent) : '')?.[0] ?? ''
    assert.equal(link, shown)
    await page.goto(link)
    await sees(page.getByRole('heading', { name: 'Accept your invitation' }))
  },
)

story(
  'an invitation that the mail server refused says so, and asks to be copied',
  world,
  async ({ world, another }) => {
    mail.state.refusing = true
    const office = await another(world.admin)
    const reveal = await invite(office, 'Rufus')
    await sees(reveal.getByText('It could not be mailed. Give it to rufus@example.com yourself, and to nobody else.'))
    await office.keyboard.press('Escape')
    await sees(office.getByRole('dialog', { name: 'Close without copying?' }))
    mail.state.refusing = false
  },
)

story(
  'an invitation that still waits for the mail server says so, and asks to be copied',
  world,
  async ({ world, another }) => {
    const answer = Promise.withResolvers<void>()
    mail.state.held = answer.promise
    const office = await another(world.admin)
    const reveal = await invite(office, 'Wanda')
    await sees(reveal.getByText(/The mail server hasn’t accepted the mail to wanda@example\.com yet\./))
    await office.keyboard.press('Escape')
    await sees(office.getByRole('dialog', { name: 'Close without copying?' }))
    answer.resolve()
  },
)
