import assert from 'node:assert/strict'
import { createRole } from '../contract/identity/roles.ts'
import { updateUser } from '../contract/identity/users.ts'
import { bearer, call } from './api.ts'
import { changeMember, createAndCopy } from './settings.ts'
import { sees, seesNot, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ samples: true })

const ENTITY = `openapi: 3.0.1
info:
  title: Made by a script
  x-cortex-tag: made-by-a-script
  x-cortex-type: service
`
const SCORECARD = `tag: made-by-a-script
name: Made by a script
rules:
  - title: Has a description
    expression: entity.description() != null
    weight: 1
`
const write = { method: 'POST', body: ENTITY }

story(
  'a Viewer’s token reads, and writing is refused with the permission and the roles named',
  world,
  async ({ world, become, open }) => {
    const vera = await world.add('Vera Viewer', 'VIEWER')
    await become(vera)
    const page = await open('/settings/tokens')
    const secret = await createAndCopy(page, 'reader')
    assert.equal((await bearer(world.place, secret, '/api/v1/catalog')).status, 200)
    assert.equal((await bearer(world.place, secret, '/api/v1/scorecards')).status, 200)
    const entity = await bearer(world.place, secret, '/api/v1/open-api', write)
    assert.equal(entity.status, 403)
    assert.equal(
      entity.body.details,
      'You need the Edit entities permission. Your role: Viewer. Roles that include it: User, Manager, Admin. Contact an administrator.',
    )
    const scorecard = await bearer(world.place, secret, '/api/v1/scorecards/descriptor', {
      method: 'POST',
      body: SCORECARD,
    })
    assert.equal(scorecard.status, 403)
    assert.equal(
      scorecard.body.details,
      'You need the Edit Scorecards permission. Your role: Viewer. Roles that include it: Manager, Admin. Contact an administrator.',
    )
  },
)

story('buttons that a Viewer may not use stay in reach and say why', world, async ({ world, become, open }) => {
  await become(await world.add('Valentin Viewer', 'VIEWER'))
  const page = await open('/catalog')
  const reason = "Requires Edit entities, which the Viewer role doesn't include."
  const add = page.getByRole('button', { name: 'Add an entity' })
  await add.focus()
  await sees(page.getByRole('tooltip', { name: reason }))
  assert.equal(await add.getAttribute('aria-disabled'), 'true')
  await page.keyboard.press('Enter')
  assert.equal(new URL(page.url()).pathname, '/catalog')

  await page.goto('/settings')
  const menu = page.getByRole('navigation', { name: 'Settings' })
  const members = menu.getByRole('link', { name: 'Members' })
  assert.equal(await members.getAttribute('aria-disabled'), 'true')
  await members.focus()
  await sees(page.getByRole('tooltip', { name: "Requires View roles, which the Viewer role doesn't include." }))
})

story(
  'a page that is refused leads to My permissions, which say what is missing and who has it',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Rory Reader', 'VIEWER'))
    for (const path of ['members', 'roles', 'api-keys', 'personal-tokens', 'audit-logs', 'samples']) {
      const page = await open(`/settings/${path}`)
      const refusal = page.getByRole('alert')
      await sees(
        refusal.getByText(
          /^You need the .+ permission\. Your role: Viewer\. Roles that include it: Admin\. Contact an administrator\.$/,
        ),
      )
      await sees(refusal.getByRole('link', { name: 'My permissions' }))
    }
    const page = await open('/settings/members')
    await page.getByRole('alert').getByRole('link', { name: 'My permissions' }).click()
    await sees(page.getByRole('heading', { name: 'My permissions' }))
    await sees(page.getByText('Your roles: Viewer.'))
    await sees(page.getByRole('row', { name: /View catalogs.*Yes.*Through Viewer/s }))
    await sees(page.getByRole('row', { name: /Edit entities.*No.*User, Manager, Admin/s }))
    await page.getByRole('searchbox', { name: 'Search permissions' }).fill('audit logs')
    await seesNot(page.getByRole('row', { name: /View catalogs/ }))
    await sees(page.getByRole('row', { name: /View audit logs/ }))
  },
)

story(
  'a change of role counts at the next call of the same token, and so does a deactivation',
  world,
  async ({ world, become, open, another }) => {
    const victor = await world.add('Victor Viewer', 'VIEWER')
    await become(victor)
    const page = await open('/settings/tokens')
    const secret = await createAndCopy(page, 'grows and shrinks')
    assert.equal((await bearer(world.place, secret, '/api/v1/open-api', write)).status, 403)

    const office = await another(world.admin)
    await changeMember(office, 'Victor Viewer', 'Change roles')
    const roles = office.getByRole('dialog', { name: 'Change the roles of Victor Viewer' })
    await roles.getByLabel('Viewer').uncheck()
    await roles.getByLabel('Manager').check()
    await roles.getByRole('button', { name: 'Save roles' }).click()
    await sees(office.getByText('Roles of Victor Viewer changed'))
    assert.equal((await bearer(world.place, secret, '/api/v1/open-api', write)).status, 200)
    const scorecard = { method: 'POST', body: SCORECARD }
    assert.equal((await bearer(world.place, secret, '/api/v1/scorecards/descriptor', scorecard)).status, 200)

    await changeMember(office, 'Victor Viewer', 'Deactivate')
    const question = office.getByRole('dialog', { name: 'Deactivate Victor Viewer?' })
    await question.getByRole('button', { name: 'Deactivate' }).click()
    await sees(office.getByRole('row', { name: /Victor Viewer.*Deactivated/s }))
    const refused = await bearer(world.place, secret, '/api/v1/catalog')
    assert.equal(refused.status, 401)
    assert.equal(refused.body.details, 'The owner of this token is deactivated. Contact an administrator.')

    await page.goto('/catalog')
    await sees(page.getByRole('heading', { name: 'Sign in' }))
    await page.getByLabel('Email').fill(victor.email)
    await page.getByRole('textbox', { name: 'Password' }).fill(victor.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await sees(page.getByRole('alert').getByText('Your account is deactivated. Contact an administrator.'))

    await changeMember(office, 'Victor Viewer', 'Reactivate')
    await office
      .getByRole('dialog', { name: 'Reactivate Victor Viewer?' })
      .getByRole('button', { name: 'Reactivate' })
      .click()
    await sees(office.getByRole('row', { name: /Victor Viewer.*Active/s }))
    assert.equal((await bearer(world.place, secret, '/api/v1/catalog')).status, 200)
  },
)

story('a person whose role grants nothing still has tokens of their own', world, async ({ world, become, open }) => {
  const nina = await world.add('Nina Nothing', 'VIEWER')
  const { cookie } = world.admin
  await call(world.place, createRole, { cookie, body: { name: 'Guest', tag: 'guest' } })
  await call(world.place, updateUser, {
    cookie,
    params: { id: nina.id },
    body: { roles: [{ type: 'CUSTOM', tag: 'guest' }] },
  })
  await become(nina)
  const page = await open('/')
  await sees(page.getByText('Nothing needs your attention.'))
  await page.goto('/catalog')
  await sees(page.getByText(/^You need the View catalogs permission\. Your role: Guest\./))
  await page.goto('/settings/tokens')
  const secret = await createAndCopy(page, 'of nobody')
  assert.equal((await bearer(world.place, secret, '/api/v1/auth/token/self')).status, 200)
  const refused = await bearer(world.place, secret, '/api/v1/catalog')
  assert.equal(refused.status, 403)
  assert.equal(
    refused.body.details,
    'You need the View catalogs permission. Your role: Guest. Roles that include it: Viewer, User, Manager, Admin. Contact an administrator.',
  )
})
