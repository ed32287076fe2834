import assert from 'node:assert/strict'
import { bearer } from './api.ts'
import { changeMember, createAndCopy, openMyTokens } from './settings.ts'
import { sees, seesNot, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ plainHttp: true })
const DESCRIPTOR = 'openapi: 3.0.1\ninfo:\n  title: One\n  x-cortex-tag: one\n  x-cortex-type: service\n'

story(
  'before a person is demoted or deactivated the admin sees whose jobs would stop',
  world,
  async ({ world, become, open, another }) => {
    const leaver = await world.add('Lev Leaver', 'USER')
    const mine = await another(leaver)
    await mine.goto('/')
    await openMyTokens(mine, 'Lev Leaver')
    const secret = await createAndCopy(mine, 'nightly')
    const { status } = await bearer(world.place, secret, '/api/v1/open-api', { method: 'POST', body: DESCRIPTOR })
    assert.equal(status, 200)

    await become(world.admin)
    const page = await open('/settings/members')
    await changeMember(page, 'Lev Leaver', 'Change roles')
    const roles = page.getByRole('dialog', { name: 'Change the roles of Lev Leaver' })
    await roles.getByLabel('User', { exact: true }).uncheck()
    await roles.getByLabel('Viewer', { exact: true }).check()
    await sees(roles.getByText('1 call of the last 30 days would have been refused'))
    await sees(roles.getByText(/POST \/api\/v1\/open-api.*, 1 call, needs Edit entities/))
    await roles.getByRole('button', { name: 'Cancel' }).click()
    await seesNot(roles)

    await changeMember(page, 'Lev Leaver', 'Deactivate')
    const end = page.getByRole('dialog', { name: 'Deactivate Lev Leaver?' })
    await sees(end.getByText('1 call of the last 30 days would have been refused'))
    await sees(end.getByText(/from 127\.0\.0\.1, curl 7\.88\.1: 1 call/))
    await end.getByRole('button', { name: 'Deactivate' }).click()
    await seesNot(end)
    const after = await bearer(world.place, secret, '/api/v1/auth/token/self')
    assert.equal(after.body.details, 'The owner of this token is deactivated. Contact an administrator.')
  },
)
