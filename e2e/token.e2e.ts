import assert from 'node:assert/strict'
import { bearer } from './api.ts'
import { chooseInRow, createAndCopy, createToken, openMyTokens, shownSecret } from './settings.ts'
import { sees, seesNot, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ plainHttp: true })
const SECRET = /^portico_pat_[0-9A-Za-z]{47}$/
const SELF = '/api/v1/auth/token/self'

const daysFromNow = (days: number) => Temporal.Now.plainDateISO('Europe/Berlin').add({ days })

story('a person creates a token by the click path and sees its first call', world, async ({ world, become, open }) => {
  const ben = await world.add('Ben Builder', 'USER')
  await become(ben)
  const page = await open('/')
  await openMyTokens(page, 'Ben Builder')
  await sees(page.getByText('No tokens yet. Use a token to let a script, CLI, or agent act as you.'))
  await page.getByRole('button', { name: 'Create new token' }).first().click()

  const form = page.getByRole('dialog', { name: 'Create new token' })
  await sees(
    form.getByText('This token acts as you. It has your permissions, and changes to your roles apply immediately.'),
  )
  await form.getByRole('button', { name: 'Create token' }).click()
  await sees(form.getByText('Enter a name.'))
  await form.getByLabel('Name').fill('nightly-catalog-sync')
  await sees(form.getByText('What is it for, and where does it run? This helps you tell your tokens apart.'))
  await form.getByLabel('Description').fill('Syncs the catalog each night\nfrom the build server')

  const expiration = form.getByRole('radiogroup', { name: 'Expiration date' })
  assert.ok(await expiration.getByLabel('90 days').isChecked())
  await expiration.getByLabel('Pick a date').check()
  await form.getByLabel('Last day').fill('2099-02-21')
  await sees(
    form.getByText(
      'Valid through Saturday, February 21, 2099. Expires Sunday, February 22, 2099 at 00:00 (Europe/Berlin) · 2099-02-21 23:00 UTC.',
    ),
  )
  await sees(form.getByRole('button', { name: 'Change time zone' }))
  await sees(form.getByText('Need this to keep working after you leave? Use a workspace API key.'))
  await form.getByRole('button', { name: 'Create token' }).click()

  const dialog = page.getByRole('dialog', { name: 'Copy your token' })
  await sees(
    dialog.getByText('This is the only time the token is shown. Store it in a password manager or in your CI secrets.'),
  )
  const secret = await shownSecret(page, 'nightly-catalog-sync')
  assert.match(secret, SECRET)
  await sees(dialog.getByText('Waiting for the first request…'))
  const shown = dialog.getByRole('textbox', { name: 'Token nightly-catalog-sync' })
  assert.ok(((await shown.boundingBox())?.height ?? 99) < 40, 'the secret is on one line')
  for (const client of ['curl', 'Cortex CLI', 'Python', 'GitHub Actions', 'Terraform', 'MCP client']) {
    await dialog.getByRole('tab', { name: client }).click()
    const snippet = await dialog.getByRole('textbox', { name: `With ${client}` }).innerText()
    assert.ok(!snippet.includes(secret), `${client} keeps the secret out`)
    assert.ok(snippet.includes(world.origin), client)
  }

  const { status, body } = await bearer(world.place, secret, SELF)
  assert.equal(status, 200)
  assert.equal(body.name, 'nightly-catalog-sync')
  await sees(
    dialog.getByText(
      /^It works\. First request just now from 127\.0\.0\.1 \(curl 7\.88\.1\): GET \/api\/v1\/auth\/token\/self, 200\.$/,
    ),
  )
  await dialog.getByRole('button', { name: 'Done' }).click()

  const row = page.getByRole('row', { name: /nightly-catalog-sync/ })
  await sees(row.getByText(secret.slice(-4), { exact: true }))
  await sees(row.getByText('Syncs the catalog each night'))
  await sees(row.getByText(/February 22, 2099 at 00:00:00, Europe\/Berlin/))
  await sees(row.getByText(/from 127\.0\.0\.1/))
  await sees(row.getByText('Active'))
  assert.ok(!(await page.content()).includes(secret), 'the secret is gone')
})

story(
  'Esc, a click outside, another page and a reload cannot lose the secret without a question',
  world,
  async ({ world, become, open }) => {
    const gil = await world.add('Gil Guarded', 'USER')
    await become(gil)
    const page = await open('/catalog')
    await openMyTokens(page, 'Gil Guarded')
    const secret = await createToken(page, 'guarded')
    const question = page.getByRole('dialog', { name: 'Close without copying?' })
    const goBack = async () => {
      await sees(question.getByText('The token can’t be shown again.'))
      await question.getByRole('button', { name: 'Go back' }).click()
      assert.equal(await shownSecret(page, 'guarded'), secret)
    }
    await page.keyboard.press('Escape')
    await goBack()
    await page.mouse.click(5, 5)
    await goBack()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await goBack()
    await page.evaluate(() => history.back())
    await goBack()

    const asked = page.waitForEvent('dialog')
    await page.evaluate(() => {
      setTimeout(() => location.reload())
    })
    const browserAsks = await asked
    assert.equal(browserAsks.type(), 'beforeunload')
    await browserAsks.dismiss()
    assert.equal(await shownSecret(page, 'guarded'), secret)

    await page.keyboard.press('Escape')
    await question.getByRole('button', { name: 'Revoke token' }).click()
    await sees(page.getByText('guarded is revoked'))
    assert.equal((await bearer(world.place, secret, SELF)).status, 401)

    await createToken(page, 'copied')
    const reveal = page.getByRole('dialog', { name: 'Copy your token' })
    await reveal.getByRole('button', { name: 'Copy' }).first().click()
    await sees(reveal.getByRole('button', { name: 'Copied' }))
    await page.keyboard.press('Escape')
    await seesNot(page.getByRole('dialog'))
  },
)

for (const reducedMotion of ['reduce', 'no-preference'] as const)
  story(
    `Esc in a form asks before what was typed is lost (motion: ${reducedMotion})`,
    world,
    async ({ world, become, open }) => {
      const ida = await world.add(`Ida ${reducedMotion}`, 'USER')
      await become(ida)
      const page = await open('/settings/tokens')
      const form = page.getByRole('dialog', { name: 'Create new token' })
      const question = page.getByRole('dialog', { name: 'Leave without saving?' })
      await page.getByRole('button', { name: 'Create new token' }).first().click()
      await sees(form)
      await page.keyboard.press('Escape')
      await seesNot(form)
      await page.getByRole('button', { name: 'Create new token' }).first().click()
      await form.getByLabel('Name').fill('half a name')
      await page.keyboard.press('Escape')
      await sees(question)
      await page.keyboard.press('Escape')
      await seesNot(question)
      assert.equal(await form.getByLabel('Name').inputValue(), 'half a name')
      await form.getByRole('button', { name: 'Close' }).click()
      await question.getByRole('button', { name: 'Leave' }).click()
      await seesNot(form)
    },
    { reducedMotion },
  )

story('copying works on a page that came over plain http', world, async ({ world, become, open }) => {
  const pia = await world.add('Pia Plain', 'USER')
  await become(pia)
  const page = await open('/settings/tokens')
  assert.equal(await page.evaluate(() => window.isSecureContext), false)
  const secret = await createToken(page, 'copied')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Copy' }).first().click()
  await sees(dialog.getByRole('button', { name: 'Copied' }))
  await dialog.getByRole('button', { name: 'Done' }).click()
  await seesNot(dialog)
  await page.keyboard.press('Control+K')
  const search = page.getByRole('combobox', { name: 'Search everything' })
  await search.focus()
  await page.keyboard.press('Control+V')
  assert.equal(await search.inputValue(), secret)
})

story(
  'where the browser blocks copying the secret is selected and the page says what to press',
  world,
  async ({ world, become, open }) => {
    const bo = await world.add('Bo Blocked', 'USER')
    await become(bo)
    const page = await open('/settings/tokens')
    await page.evaluate(() => {
      document.execCommand = () => false
    })
    const secret = await createToken(page, 'blocked')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Copy' }).first().click()
    await sees(dialog.getByText('Your browser blocks copying here. The token is selected: press Ctrl+C (⌘C).'))
    assert.equal(await page.evaluate(() => String(window.getSelection())), secret)
  },
)

story('the expiry is previewed for every choice and a past day is refused', world, async ({ world, become, open }) => {
  const eve = await world.add('Eve Expiry', 'USER')
  await become(eve)
  const page = await open('/settings/tokens')
  await page.getByRole('button', { name: 'Create new token' }).first().click()
  const form = page.getByRole('dialog')
  await form.getByLabel('No expiration').check()
  await sees(form.getByText('Valid until you revoke it. We recommend an expiration date.'))
  await form.getByLabel('7 days').check()
  const last = daysFromNow(7).toLocaleString('en-US', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
  await sees(form.getByText(`Valid through ${last}.`))
  await form.getByRole('button', { name: 'Change time zone' }).click()
  await form.getByRole('combobox', { name: 'Time zone' }).selectOption('Pacific/Apia')
  await sees(form.getByText(/at 00:00 \(Pacific\/Apia\) ·/))
  await form.getByLabel('Pick a date').check()
  await form.getByLabel('Last day').fill('2020-01-01')
  await sees(form.getByText('Choose today or a later date.'))
  await form.getByLabel('Name').fill('too late')
  await form.getByRole('button', { name: 'Create token' }).click()
  await sees(form)
  await form.getByRole('button', { name: 'Cancel' }).click()
  await sees(page.getByText('No tokens yet.'))
})

story(
  'name and description are edited, and a token that another person changed in the meantime is not overwritten',
  world,
  async ({ world, become, open, another }) => {
    const fay = await world.add('Fay Former', 'USER')
    await become(fay)
    const page = await open('/settings/tokens')
    await createAndCopy(page, 'first name')
    const elsewhere = await another(fay)
    await elsewhere.goto('/settings/tokens')
    await chooseInRow(elsewhere, 'first name', 'Edit')

    await chooseInRow(page, 'first name', 'Edit')
    const dialog = page.getByRole('dialog', { name: 'Edit token' })
    await dialog.getByLabel('Name').fill('second name')
    await dialog.getByLabel('Description').fill('runs on the laptop')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await sees(page.getByRole('row', { name: /second name.*runs on the laptop/s }))

    const beaten = elsewhere.getByRole('dialog', { name: 'Edit token' })
    await beaten.getByLabel('Name').fill('third name')
    await beaten.getByRole('button', { name: 'Save' }).click()
    await sees(beaten.getByText('This token was changed by someone else'))
    assert.equal(await beaten.getByLabel('Name').inputValue(), 'third name')
    await beaten.getByRole('button', { name: 'Save mine over it' }).click()
    await sees(elsewhere.getByRole('row', { name: /third name/ }))
  },
)

story(
  'revoking names the token, the next call is refused in words, and the list keeps when and by whom',
  world,
  async ({ world, become, open }) => {
    const rae = await world.add('Rae Revoker', 'USER')
    await become(rae)
    const page = await open('/settings/tokens')
    const secret = await createAndCopy(page, 'old laptop')
    assert.equal((await bearer(world.place, secret, SELF)).status, 200)
    await chooseInRow(page, 'old laptop', 'Revoke')
    const question = page.getByRole('dialog', { name: 'Revoke old laptop?' })
    await sees(question.getByText(secret.slice(-4)))
    await question.getByRole('button', { name: 'Cancel' }).click()
    assert.equal((await bearer(world.place, secret, SELF)).status, 200)

    await chooseInRow(page, 'old laptop', 'Revoke')
    await question.getByRole('button', { name: 'Revoke' }).click()
    await sees(page.getByText('old laptop is revoked'))
    const refused = await bearer(world.place, secret, '/api/v1/catalog')
    assert.equal(refused.status, 401)
    assert.match(
      String(refused.body.details),
      /^This token was revoked on \w+ \d+, \d{4} at \d\d:\d\d UTC by its owner\.$/,
    )

    await sees(page.getByText('No tokens yet.'))
    await page.getByText('Revoked and expired', { exact: true }).click()
    const row = page.getByRole('row', { name: /old laptop/ })
    await sees(row.getByText('Revoked', { exact: true }))
    await sees(row.getByText(/by its owner/))
    assert.match(page.url(), /\?state=ended$/)
    await page.reload()
    await sees(row)
    assert.equal(await row.getByRole('button').count(), 0)
  },
)

story(
  'an administrator sees and revokes the tokens of others, and their owners read by whom',
  world,
  async ({ world, become, open, another }) => {
    const owen = await world.add('Owen Owner', 'USER')
    await become(owen)
    const page = await open('/settings/tokens')
    const secret = await createAndCopy(page, 'forgotten script')
    const office = await another(world.admin)
    await office.goto('/settings/personal-tokens')
    await office.getByRole('searchbox', { name: 'Search tokens and owners' }).fill('forgotten')
    await sees(office.getByRole('row', { name: /forgotten script.*Owen Owner/s }))
    await chooseInRow(office, 'forgotten script', 'Revoke')
    const question = office.getByRole('dialog', { name: 'Revoke forgotten script?' })
    await sees(question.getByText('It is the token of Owen Owner (owen.owner@example.com).'))
    await question.getByRole('button', { name: 'Revoke' }).click()
    await sees(office.getByText('forgotten script is revoked'))
    const { body } = await bearer(world.place, secret, SELF)
    assert.match(String(body.details), /by an administrator\.$/)
    await page.goto('/settings/tokens?state=ended')
    await sees(page.getByRole('row', { name: /forgotten script.*by an administrator/s }))
  },
)

story('a prefilled link opens the dialog filled and sends nothing', world, async ({ world, become, open }) => {
  const lea = await world.add('Lea Link', 'USER')
  await become(lea)
  const page = await open('/settings/tokens?name=from-docs&description=Made%20by%20a%20link&days=30')
  const form = page.getByRole('dialog', { name: 'Create new token' })
  assert.equal(await form.getByLabel('Name').inputValue(), 'from-docs')
  assert.equal(await form.getByLabel('Description').inputValue(), 'Made by a link')
  assert.ok(await form.getByLabel('30 days').isChecked())
  await form.getByRole('button', { name: 'Cancel' }).click()
  await sees(page.getByText('No tokens yet.'))
  assert.equal(new URL(page.url()).search, '')
})

story('the known address leads through the sign-in page to the tokens', world, async ({ world, open }) => {
  const sam = await world.add('Sam Signin', 'USER')
  const page = await open('/admin/settings/personal-access-tokens?tenantCode=x')
  await sees(page.getByRole('heading', { name: 'Sign in' }))
  await page.getByLabel('Email').fill(sam.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(sam.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await sees(page.getByRole('heading', { name: 'My access tokens' }))
  assert.equal(new URL(page.url()).pathname, '/admin/settings/personal-access-tokens')
  const menu = page.getByRole('navigation', { name: 'Settings' })
  assert.equal(await menu.getByRole('link', { name: 'My access tokens' }).getAttribute('aria-current'), 'page')
})
