import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { bearer } from './api.ts'
import { changeMember, createAndCopy } from './settings.ts'
import { sees, story } from './story.ts'
import { PASSWORD, type Person, worldOf } from './world.ts'

const world = worldOf({ samples: true })
const NEW_PASSWORD = 'another horse, another battery'

const signIn = async (page: Page, { email }: Pick<Person, 'email'>, password: string) => {
  await page.getByLabel('Email').fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

story(
  'an invited person chooses a password with the link, is signed in, and the link is spent',
  world,
  async ({ world, page, another }) => {
    const office = await another(world.admin)
    await office.goto('/settings/members')
    await office.getByRole('button', { name: 'Invite a person' }).click()
    const form = office.getByRole('dialog', { name: 'Invite a person' })
    await form.getByRole('button', { name: 'Invite' }).click()
    await sees(form.getByText('Enter an email address.'))
    await form.getByLabel('Email').fill('ines@example.com')
    await form.getByLabel('Name').fill('Ines')
    await form.getByLabel('Viewer').uncheck()
    await form.getByLabel('User', { exact: true }).check()
    await form.getByRole('button', { name: 'Invite' }).click()
    const reveal = office.getByRole('dialog', { name: 'Invitation link for Ines' })
    await sees(reveal.getByText('It was not mailed: give it to ines@example.com yourself, and to nobody else.'))
    const link = await reveal.getByRole('textbox', { name: 'Link' }).innerText()
    await office.keyboard.press('Escape')
    const question = office.getByRole('dialog', { name: 'Close without copying?' })
    await sees(
      question.getByText('The link can’t be shown again. If you lose it, create a new one, which voids this one.'),
    )
    await question.getByRole('button', { name: 'Go back' }).click()
    await reveal.getByRole('button', { name: 'Done' }).click()
    await sees(office.getByRole('row', { name: /Ines.*User.*Invited/s }))

    await page.goto(link)
    await sees(page.getByRole('heading', { name: 'Accept your invitation' }))
    assert.equal(await page.getByLabel('Email').inputValue(), 'ines@example.com')
    await page.getByLabel('Name').fill('Ines Invited')
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Accept and sign in' }).click()
    await sees(page.getByRole('button', { name: /Ines Invited/ }))
    await sees(page.getByRole('heading', { name: 'Home', exact: true }))

    await office.reload()
    await sees(office.getByRole('row', { name: /Ines Invited.*User.*Active/s }))
    await page.goto('/sign-in')
    await page.goto(link)
    await sees(page.getByRole('alert'))
    assert.equal(await page.getByRole('button', { name: 'Accept and sign in' }).count(), 0)
  },
)

story(
  'a sample person without a password signs in by their own invitation',
  world,
  async ({ world, page, another }) => {
    const office = await another(world.admin)
    await changeMember(office, 'Sample Viewer', 'New invitation link')
    await office.getByRole('button', { name: 'Make invitation link' }).click()
    const link = await office
      .getByRole('dialog', { name: 'Invitation link for Sample Viewer' })
      .getByRole('textbox')
      .innerText()
    await page.goto(link)
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Accept and sign in' }).click()
    await sees(page.getByRole('button', { name: /Sample Viewer/ }))
  },
)

story(
  'a reset link sets a new password, ends the other sessions and leaves the tokens alone',
  world,
  async ({ world, page, another }) => {
    const rob = await world.add('Rob Reset', 'USER')
    const laptop = await another(rob)
    await laptop.goto('/settings/tokens')
    const secret = await createAndCopy(laptop, 'stays')

    const office = await another(world.admin)
    await changeMember(office, 'Rob Reset', 'Reset link')
    await office.getByRole('button', { name: 'Make reset link' }).click()
    const reveal = office.getByRole('dialog', { name: 'Reset link for Rob Reset' })
    const link = await reveal.getByRole('textbox', { name: 'Link' }).innerText()

    await page.goto(link)
    await sees(page.getByRole('heading', { name: 'Choose a new password' }))
    await page.getByRole('textbox', { name: 'New password' }).fill(NEW_PASSWORD)
    await page.getByRole('button', { name: 'Set password and sign in' }).click()
    await sees(page.getByRole('button', { name: /Rob Reset/ }))

    await laptop.goto('/catalog')
    await sees(laptop.getByRole('heading', { name: 'Sign in' }))
    await signIn(laptop, rob, PASSWORD)
    await sees(laptop.getByRole('alert').getByText('You are not signed in'))
    await signIn(laptop, rob, NEW_PASSWORD)
    await sees(laptop.getByRole('heading', { name: 'Catalog' }))
    assert.equal((await bearer(world.place, secret, '/api/v1/auth/token/self')).status, 200)
  },
)

story('without mail the forgotten-password page says whom to ask', world, async ({ open }) => {
  const page = await open('/sign-in')
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await sees(page.getByText('This server sends no mail. Ask an administrator for a reset link'))
})

story(
  'sessions are listed, and signing out of one elsewhere ends it at once',
  world,
  async ({ world, become, open, page }) => {
    const sue = await world.add('Sue Sessions', 'USER')
    await open('/sign-in')
    await signIn(page, sue, PASSWORD)
    await sees(page.getByRole('heading', { name: 'Home', exact: true }))
    await page.goto('/settings/sessions')
    await sees(page.getByRole('row', { name: /This session/ }))
    const elsewhere = page.getByRole('row', { name: /script 1/ })
    await sees(elsewhere.getByText('127.0.0.1'))
    await elsewhere.getByRole('button', { name: 'Sign out' }).click()
    const question = page.getByRole('dialog', { name: 'Sign out of that session?' })
    await question.getByRole('button', { name: 'Sign out' }).click()
    await sees(page.getByText('Signed out', { exact: true }))
    await elsewhere.waitFor({ state: 'detached' })
    await become(sue)
    await page.reload()
    await sees(page.getByRole('heading', { name: 'Sign in' }))
  },
)

story('a wrong password is said in words and what was typed stays', world, async ({ world, open }) => {
  const wim = await world.add('Wim Wrong', 'USER')
  const page = await open('/sign-in')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await sees(page.getByText('Enter your email.'))
  await signIn(page, wim, 'not his password')
  const refusal = page.getByRole('alert')
  await sees(refusal.getByText('You are not signed in'))
  assert.match(await refusal.innerText(), /email|password/i)
  assert.equal(await page.getByLabel('Email').inputValue(), wim.email)
  assert.equal(await page.getByRole('textbox', { name: 'Password' }).inputValue(), 'not his password')
  await signIn(page, { email: 'nobody@example.com' }, 'not his password')
  await sees(refusal.getByText('You are not signed in'))
})

story(
  'signing in leads back to the place one came for, filters included, and never elsewhere',
  world,
  async ({ world, open, context }) => {
    const ria = await world.add('Ria Redirect', 'VIEWER')
    const page = await open('/catalog?query=checkout&types=service&types=team')
    await sees(page.getByRole('heading', { name: 'Sign in' }))
    await signIn(page, ria, PASSWORD)
    await sees(page.getByRole('heading', { name: 'Catalog' }))
    assert.equal(await page.getByRole('searchbox', { name: 'Search entities' }).inputValue(), 'checkout')
    await sees(page.getByRole('row', { name: /team-checkout/ }))
    assert.equal(new URL(page.url()).search, '?query=checkout&types=service&types=team')

    await context.clearCookies()
    await open('/sign-in?returnTo=https%3A%2F%2Fevil.example%2F')
    await signIn(page, ria, PASSWORD)
    await sees(page.getByRole('heading', { name: 'Home', exact: true }))
    assert.equal(new URL(page.url()).origin, world.origin)
  },
)

story(
  'a session that ends while a page is open leads to the sign-in page and back',
  world,
  async ({ world, become, open, context }) => {
    const tom = await world.add('Tom Timeout', 'USER')
    await become(tom)
    const page = await open('/settings/tokens')
    await sees(page.getByRole('heading', { name: 'My access tokens' }))
    await context.clearCookies()
    await page.getByText('Revoked and expired', { exact: true }).click()
    await sees(page.getByRole('heading', { name: 'Sign in' }))
    await signIn(page, tom, PASSWORD)
    await sees(page.getByRole('heading', { name: 'My access tokens' }))
    assert.equal(new URL(page.url()).search, '?state=ended')
  },
)

story('a person changes name and password, and signs out', world, async ({ world, become, open }) => {
  const pam = await world.add('Pam Profile', 'VIEWER')
  await become(pam)
  const page = await open('/settings')
  await sees(page.getByRole('heading', { name: 'My profile' }))
  await page.getByLabel('Name').fill('Pam Renamed')
  await page.getByRole('button', { name: 'Save name' }).click()
  await sees(page.getByRole('button', { name: /Pam Renamed/ }))
  await page.getByRole('textbox', { name: 'Current password' }).fill('wrong wrong wrong')
  await page.getByRole('textbox', { name: 'New password' }).fill(NEW_PASSWORD)
  await page.getByRole('button', { name: 'Change password' }).click()
  await sees(page.getByText(/current password/i).nth(1))
  await page.getByRole('textbox', { name: 'Current password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Change password' }).click()
  await sees(page.getByText('Password changed. Your other sessions are signed out.'))
  await page.getByRole('button', { name: /account menu/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await sees(page.getByRole('heading', { name: 'Sign in' }))
  await signIn(page, pam, NEW_PASSWORD)
  await sees(page.getByRole('heading', { name: 'Home', exact: true }))
})

story(
  'a custom role is made with its permissions off, given to a person, and kept while someone holds it',
  world,
  async ({ world, become, open }) => {
    await world.add('Cora Custom', 'VIEWER')
    await become(world.admin)
    const page = await open('/settings/roles')
    await page.getByRole('button', { name: 'Create role' }).click()
    const form = page.getByRole('dialog', { name: 'Create role' })
    await form.getByLabel('Name').fill('Release crew')
    assert.equal(await form.getByLabel('Tag').inputValue(), 'release-crew')
    assert.equal(await form.getByRole('switch', { checked: true }).count(), 0)
    await form.getByRole('switch', { name: /^Edit entities/ }).check({ force: true })
    await form.getByRole('button', { name: 'Create role' }).click()
    const row = page.getByRole('row', { name: /Release crew/ })
    await sees(row.getByRole('button', { name: 'Permissions of Release crew: 1' }))

    await changeMember(page, 'Cora Custom', 'Change roles')
    const roles = page.getByRole('dialog', { name: 'Change the roles of Cora Custom' })
    await roles.getByLabel('Release crew').check()
    await roles.getByRole('button', { name: 'Save roles' }).click()
    await sees(page.getByRole('row', { name: /Cora Custom.*Viewer.*Release crew|Cora Custom.*Release crew.*Viewer/s }))
    await page.goto('/settings/roles')
    await page.getByRole('button', { name: 'Actions for Release crew' }).click()
    const remove = page.getByRole('menuitem', { name: /^Delete/ })
    assert.equal(await remove.getAttribute('aria-disabled'), 'true')
  },
)

story(
  'the last active admin cannot be demoted or deactivated, and the page says so',
  world,
  async ({ world, become, open }) => {
    await become(world.admin)
    const page = await open('/settings/members?query=ada')
    await page.getByRole('button', { name: 'Actions for Ada Admin' }).click()
    const deactivate = page.getByRole('menuitem', { name: /^Deactivate/ })
    assert.equal(await deactivate.getAttribute('aria-disabled'), 'true')
    const reason = 'This is the last active admin. Make another person an admin first.'
    await sees(deactivate.getByText(reason))
    await page.getByRole('menuitem', { name: 'Change roles' }).click()
    const roles = page.getByRole('dialog', { name: 'Change the roles of Ada Admin' })
    await roles.getByLabel('Admin').uncheck()
    await roles.getByLabel('Viewer').check()
    await roles.getByRole('button', { name: 'Save roles' }).click()
    await sees(roles.getByRole('alert').getByText(reason))
    assert.ok(await roles.getByLabel('Viewer').isChecked(), 'what was chosen stays')
  },
)
