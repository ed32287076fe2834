import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after } from 'node:test'
import { startProvider } from '../server/identity/sign-in/testing-provider.ts'
import { providerEnv } from '../server/identity/sign-in/testing-provider-world.ts'
import { freePort } from '../server/testing/process.ts'
import { findings } from './axe.ts'
import { changeMember } from './settings.ts'
import { sees, seesNot, story } from './story.ts'
import { PASSWORD, type World, worldOf } from './world.ts'

/** The provider must know where Portico is before it starts. */
const port = await freePort()
const provider = await startProvider(`http://localhost:${port}`)
after(() => provider.close())

const world = worldOf({ env: { PORTICO_PORT: port, ...providerEnv(provider.issuer) } })

/** As if everybody but the admin had signed in an hour ago. */
const ageProofs = ({ server }: World) => {
  const database = new DatabaseSync(join(server.folder, 'portico.db'), { timeout: 10_000 })
  database.exec(
    "update sessions set proved_at = proved_at - 3600000 where user_id not in (select holder_id from role_grants where role = 'ADMIN')",
  )
  database.close()
}

story('linking an account asks who I am, tells me, and I unlink it again', world, async ({ world, become, open }) => {
  provider.state.account = { sub: 'lin', email: 'lin@acme.example', email_verified: true, name: 'Lin' }
  await become(await world.add('Lin Link', 'USER'))
  ageProofs(world)
  const page = await open('/settings/profile')
  const section = page.getByRole('region', { name: 'Linked accounts', exact: true })
  await sees(section.getByText('No linked accounts. Link one to sign in with Acme.'))
  await page.getByRole('button', { name: 'Link an account of Acme' }).click()
  const question = page.getByRole('dialog', { name: 'Confirm your identity' })
  await question.getByLabel('Your password').fill(PASSWORD)
  await question.getByRole('button', { name: 'Confirm' }).click()
  await sees(page.getByRole('row', { name: /Acme.*lin@acme\.example/ }))
  assert.deepEqual(await findings(page), [])

  await page.goto('/notices')
  await sees(page.getByText('Acme was linked to your account'))

  await page.goto('/settings/profile')
  await page.getByRole('button', { name: 'Unlink lin@acme.example' }).click()
  const ask = page.getByRole('dialog', { name: 'Unlink lin@acme.example?' })
  await sees(ask.getByText(/Your other sessions end\. Your tokens keep working\./))
  await ask.getByRole('button', { name: 'Unlink' }).click()
  await seesNot(page.getByRole('row', { name: /lin@acme\.example/ }))
  await sees(section.getByText('No linked accounts. Link one to sign in with Acme.'))
})

story(
  'a person who signs in only with the provider keeps that way, and an administrator sees it',
  world,
  async ({ world, page, open, another }) => {
    provider.state.account = { sub: 'pia', email: 'pia@acme.example', email_verified: true, name: 'Pia Provider' }
    await open('/sign-in')
    await page.getByRole('button', { name: 'Continue with Acme' }).click()
    await sees(page.getByRole('button', { name: /Pia Provider/ }))
    await page.goto('/settings/profile')
    const unlink = page.getByRole('button', { name: 'Unlink pia@acme.example' })
    assert.equal(await unlink.getAttribute('aria-disabled'), 'true')
    await sees(page.getByText('This is your only way to sign in. Set a password first.'))

    const office = await another(world.admin)
    await changeMember(office, 'Pia Provider', 'Linked accounts')
    const dialog = office.getByRole('dialog', { name: 'Linked accounts of Pia Provider' })
    await sees(dialog.getByRole('row', { name: /Acme.*pia@acme\.example/ }))
    assert.deepEqual(await findings(office), [])
    await dialog.getByRole('button', { name: 'Unlink pia@acme.example' }).click()
    await office
      .getByRole('dialog', { name: 'Unlink pia@acme.example from Pia Provider?' })
      .getByRole('button', { name: 'Unlink' })
      .click()
    await sees(dialog.getByText('No linked accounts.'))
    await page.goto('/settings/profile')
    await sees(page.getByRole('heading', { name: 'Sign in' }))
  },
)

story(
  'a reset link offers to unlink what can sign in without the password',
  world,
  async ({ world, become, open, another }) => {
    provider.state.account = { sub: 'rae', email: 'rae@acme.example', email_verified: true, name: 'Rae' }
    await become(await world.add('Rae Reset', 'USER'))
    const page = await open('/settings/profile')
    await page.getByRole('button', { name: 'Link an account of Acme' }).click()
    await sees(page.getByRole('row', { name: /rae@acme\.example/ }))
    const office = await another(world.admin)
    await changeMember(office, 'Rae Reset', 'Reset link')
    await office.getByRole('button', { name: 'Make reset link' }).click()
    const link = await office.getByRole('dialog', { name: 'Reset link for Rae Reset' }).getByRole('textbox').innerText()
    await page.goto(link)
    await sees(page.getByText('Acme (rae@acme.example). Unlink them if you did not link all of them yourself.'))
    await page.getByLabel('Unlink the accounts that can sign in without this password').check()
    await page.getByRole('textbox', { name: 'New password' }).fill('a fresh horse, another battery')
    await page.getByRole('button', { name: 'Set password and sign in' }).click()
    await sees(page.getByRole('heading', { name: 'Home', exact: true }))
    await page.goto('/settings/profile')
    await sees(page.getByText('No linked accounts. Link one to sign in with Acme.'))
  },
)
