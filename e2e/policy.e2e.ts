import assert from 'node:assert/strict'
import { startDevice } from '../contract/identity/device.ts'
import { saveTokenPolicy } from '../contract/identity/policy.ts'
import { createToken as createTokenOperation } from '../contract/identity/tokens.ts'
import { bearer, call } from './api.ts'
import { sees, seesNot, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ plainHttp: true })

story(
  'an admin sets a policy, sees which tokens it affects, and the form shows the rule',
  world,
  async ({ world, become, open, another }) => {
    const pol = await world.add('Pol Policed', 'USER')
    await call(world.place, createTokenOperation, { cookie: pol.cookie, body: { name: 'endless' } })
    await become(world.admin)
    const page = await open('/settings/token-policy')
    await page.getByLabel('Maximum lifetime (days)').fill('90')
    await page.getByRole('button', { name: 'Save…' }).click()
    const save = page.getByRole('dialog', { name: 'Save this policy?' })
    await sees(
      save.getByText(
        '1 active token breaks this policy. Saving changes none of them; you can apply the policy afterwards.',
      ),
    )
    await sees(save.getByText(/endless of pol\.policed@example\.com: ends after/))
    await save.getByRole('button', { name: 'Save' }).click()
    await seesNot(save)

    const mine = await another(pol)
    await mine.goto('/settings/tokens')
    await mine.getByRole('button', { name: 'Create new token' }).first().click()
    const form = mine.getByRole('dialog', { name: 'Create new token' })
    const until = Temporal.Now.plainDateISO('Europe/Berlin').add({ days: 90 })
    const day = until.toLocaleString('en-US', { day: 'numeric', month: 'long', year: 'numeric' })
    await sees(form.getByText(`Your workspace allows up to 90 days (until ${day}).`))
    assert.ok(await form.getByLabel('90 days').isChecked())
    await sees(form.getByText(/^Valid through /).getByText(day))
    for (const [choice, reason] of [
      ['1 year', 'Longer than 90 days'],
      ['No expiration', 'A date is required'],
    ] as const) {
      const radio = form.getByRole('radio', { name: choice })
      assert.ok(await radio.isDisabled(), choice)
      await sees(form.getByText(reason))
    }
    await form.getByLabel('Pick a date').check()
    await form.getByLabel('Last day').fill(until.add({ days: 1 }).toString())
    await sees(form.getByText(`Your workspace allows up to 90 days (until ${day}).`).nth(1))

    await page.getByRole('button', { name: 'Apply the saved policy…' }).click()
    const apply = page.getByRole('dialog', { name: 'Apply the policy to tokens that exist?' })
    await apply.getByLabel('Type 1 to confirm').fill('1')
    await apply.getByRole('button', { name: 'Apply' }).click()
    await sees(page.getByText('0 tokens ended, 1 changed'))
    await mine.goto('/settings/tokens')
    await sees(mine.getByRole('row', { name: /endless/ }).getByText('in 3 months'))
  },
)

story(
  'the page that approves a device and the form preselect what the policy allows, and read-only is not a choice',
  world,
  async ({ world, become, open }) => {
    const { cookie } = world.admin
    const body = { longestDays: 20, readOnlyRoles: ['ADMIN'] }
    await call(world.place, saveTokenPolicy, { cookie, body })
    const { user_code } = await call(world.place, startDevice, { body: { client: 'a laptop' } })
    await become(world.admin)
    const page = await open('/device')
    await page.getByLabel('Code').fill(user_code)
    await page.getByRole('button', { name: 'Continue' }).click()
    await sees(page.getByText(/^Your workspace allows up to 20 days \(until /))
    assert.ok(await page.getByLabel('7 days').isChecked())
    assert.ok(await page.getByRole('radio', { name: '30 days' }).isDisabled())
    await sees(page.getByText('Your workspace requires your tokens to be read-only.'))

    await page.goto('/settings/tokens?days=90')
    const form = page.getByRole('dialog', { name: 'Create new token' })
    await sees(form.getByText(/^Your workspace allows up to 20 days/))
    assert.ok(await form.getByLabel('7 days').isChecked())
    await form.getByRole('button', { name: 'Limit this token' }).click()
    assert.ok(await form.getByRole('switch', { name: 'Read-only' }).isDisabled())
    assert.ok(await form.getByRole('switch', { name: 'Read-only' }).isChecked())
    await call(world.place, saveTokenPolicy, { cookie, body: { longestDays: null, readOnlyRoles: [] } })
  },
)

story(
  'an admin narrows the list, and revokes all tokens of one person with the count typed',
  world,
  async ({ world, become, open }) => {
    const many = await world.add('Mia Many', 'USER')
    const made = []
    for (const name of ['one', 'two', 'three'])
      made.push(await call(world.place, createTokenOperation, { cookie: many.cookie, body: { name, ...inDays(30) } }))
    const [used] = made
    assert.ok(used)
    await bearer(world.place, used.token, '/api/v1/auth/token/self')
    await become(world.admin)
    const page = await open('/settings/personal-tokens')
    await page.getByRole('combobox', { name: 'Use', exact: true }).click()
    await page.getByRole('option', { name: 'Never used' }).click()
    await page.getByLabel('Search tokens and owners').fill('mia.many')
    await seesNot(page.getByRole('row', { name: /^Select one / }))
    await sees(page.getByRole('row', { name: /^Select two / }))
    assert.match(page.url(), /used=never/)
    await page.getByRole('button', { name: 'Revoke many…' }).click()
    const which = page.getByRole('dialog', { name: 'Revoke many tokens' })
    await which.getByLabel('All tokens of').fill('nobody@example.com')
    await which.getByRole('button', { name: 'Count them' }).click()
    await sees(which.getByText('Nobody with the email nobody@example.com has a token.'))
    await which.getByLabel('All tokens of').fill(many.email)
    await which.getByRole('button', { name: 'Count them' }).click()
    const sure = page.getByRole('dialog', { name: 'Revoke 3 tokens?' })
    await sees(sure.getByText(`3 active tokens of ${many.email}.`))
    await sure.getByLabel('Type 3 to confirm').fill('3')
    await sure.getByRole('button', { name: 'Revoke' }).click()
    await sees(page.getByText('3 tokens revoked'))
    assert.equal((await bearer(world.place, used.token, '/api/v1/auth/token/self')).status, 401)
  },
)

const inDays = (days: number) => ({
  expirationDate: Temporal.Now.plainDateISO('UTC').add({ days }).toString(),
  timeZone: 'UTC',
})
