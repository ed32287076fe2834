import assert from 'node:assert/strict'
import { bearer } from './api.ts'
import { createAndCopy, openMyTokens } from './settings.ts'
import { sees, seesNot, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ plainHttp: true })
const SELF = '/api/v1/auth/token/self'
const DESCRIPTOR = 'openapi: 3.0.1\ninfo:\n  title: One\n  x-cortex-tag: one\n  x-cortex-type: service\n'

story(
  'a token is limited when it is made, and the refusal says that the token may not',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Lim Limiter', 'USER'))
    const page = await open('/settings/tokens')
    await page.getByRole('button', { name: 'Create new token' }).first().click()
    const form = page.getByRole('dialog', { name: 'Create new token' })
    await form.getByLabel('Name').fill('reader')
    await form.getByRole('button', { name: 'Limit this token' }).click()
    await form.getByLabel('Read-only').check()
    await form.getByLabel('Only what you choose here, as long as you may do it yourself').check()
    await form.getByRole('button', { name: 'Create token' }).click()
    await sees(form.getByText('Choose at least one permission.'))
    await form.getByLabel('View catalogs').check()
    await form.getByLabel('Edit entities').check()
    await form.getByLabel('Where it may be used').fill('10.0.0.0/8')
    await form.getByRole('button', { name: 'Create token' }).click()
    await sees(
      form.getByText(
        /^These ranges exclude 127\.0\.0\.1, your current address\. Add it, or confirm that you want to exclude it\./,
      ),
    )
    await sees(form.getByLabel('Yes, it shall not work from where I am now'))
    await form.getByLabel('Where it may be used').fill('127.0.0.0/8\n10.0.0.0/8')
    await form.getByRole('button', { name: 'Create token' }).click()
    const dialog = page.getByRole('dialog', { name: 'Copy your token' })
    const secret = await dialog.getByRole('textbox', { name: 'Token reader' }).innerText()
    await dialog.getByRole('button', { name: 'Done' }).click()

    const refused = await bearer(world.place, secret, '/api/v1/open-api', { method: 'POST', body: DESCRIPTOR })
    assert.equal(refused.body.details, "This token is read-only. Your role allows this, but the token doesn't.")

    await page.getByRole('link', { name: 'reader' }).click()
    await sees(page.getByRole('heading', { name: 'reader', level: 1 }))
    await sees(page.getByText('Only: Edit entities, View catalogs.'))
    const attempt = page.getByRole('row', { name: /POST \/api\/v1\/open-api/ })
    await sees(attempt.getByText('403, read-only'))

    await page.getByRole('button', { name: 'Edit' }).click()
    const edit = page.getByRole('dialog', { name: 'Edit token' })
    await edit.getByLabel('Read-only').uncheck()
    await edit.getByRole('button', { name: 'Save' }).click()
    await seesNot(edit)
    const done = await bearer(world.place, secret, '/api/v1/open-api', { method: 'POST', body: DESCRIPTOR })
    assert.equal(done.status, 200)
  },
)

story(
  'a token is rotated: both secrets work, each shows its last use, and the rotation is undone or finished',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Rob Rotator', 'USER'))
    const page = await open('/')
    await openMyTokens(page, 'Rob Rotator')
    const old = await createAndCopy(page, 'fleet')
    await page.getByRole('link', { name: 'fleet' }).click()
    const rotate = async () => {
      await page.getByRole('button', { name: 'Rotate', exact: true }).click()
      const form = page.getByRole('dialog', { name: 'Rotate fleet' })
      await form.getByRole('button', { name: 'Rotate' }).click()
      const reveal = page.getByRole('dialog', { name: 'Copy the new secret' })
      const secret = await reveal.getByRole('textbox', { name: 'Token fleet' }).innerText()
      return { reveal, secret }
    }

    const first = await rotate()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Undo the rotation' }).last().click()
    await sees(page.getByText('The old secret is the only one again'))
    await seesNot(first.reveal)
    assert.equal((await bearer(world.place, first.secret, SELF)).status, 401)
    assert.equal((await bearer(world.place, old, SELF)).status, 200)

    const second = await rotate()
    await sees(second.reveal.getByText('Waiting for the first request…'))
    assert.equal((await bearer(world.place, second.secret, SELF)).status, 200)
    await sees(second.reveal.getByText(/^It works\. First request/))
    await second.reveal.getByRole('button', { name: 'Done' }).click()
    await sees(page.getByText('Two secrets of this token work'))
    await sees(page.getByText(/^The new one is in use\. The old one ends on/))
    await sees(page.getByRole('row', { name: /^Old/ }).getByText(/from 127\.0\.0\.1, curl 7\.88/))
    await page.getByRole('button', { name: 'End the old secret now' }).click()
    await seesNot(page.getByText('Two secrets of this token work'))
    const refused = await bearer(world.place, old, SELF)
    assert.equal(refused.body.details, 'This token was rotated. Use its new secret.')
  },
)

story(
  'a token that leaked ends at once, its owner reads what was done with it, and it stays listed with the reason',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Lea Leaked', 'USER'))
    const page = await open('/')
    await openMyTokens(page, 'Lea Leaked')
    const secret = await createAndCopy(page, 'lost')
    await bearer(world.place, secret, '/api/v1/open-api', { method: 'POST', body: DESCRIPTOR })
    await page.getByRole('link', { name: 'lost' }).click()
    await page.getByRole('button', { name: 'Report as leaked' }).click()
    await page.getByRole('button', { name: 'Revoke now' }).click()
    const told = page.getByRole('dialog', { name: 'lost is revoked' })
    await sees(told.getByText(/127\.0\.0\.1, curl 7\.88\.1: 1 call, the last/))
    await told.getByRole('button', { name: 'Done' }).click()
    const refused = await bearer(world.place, secret, SELF)
    assert.match(String(refused.body.details), /^This token was revoked on .* by its owner, because it leaked\.$/)

    await page.getByRole('link', { name: 'My access tokens' }).first().click()
    const again = await createAndCopy(page, 'lost')
    await page.getByText('Revoked and expired', { exact: true }).click()
    const row = page.getByRole('row', { name: /lost/ })
    await sees(row.getByText(/by its owner, because it leaked/))
    await sees(row.getByText(secret.slice(-4), { exact: true }))
    assert.equal((await bearer(world.place, again, SELF)).status, 200)
    await row.getByRole('link', { name: 'lost' }).click()
    await sees(page.getByRole('row', { name: /401, revoked/ }))
  },
)

story(
  'a person who finds a secret revokes it, and its owner sees that it leaked',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Fay Finder', 'USER'))
    const page = await open('/')
    await openMyTokens(page, 'Fay Finder')
    const secret = await createAndCopy(page, 'found')
    const { status } = await fetch(`${world.place.address}/api/v1/auth/token/revoke`, {
      method: 'POST',
      body: JSON.stringify({ token: secret }),
    })
    assert.equal(status, 200)
    assert.equal((await bearer(world.place, secret, SELF)).status, 401)
    await page.getByText('Revoked and expired', { exact: true }).click()
    await sees(page.getByRole('row', { name: /found/ }).getByText(/by someone who had its secret, because it leaked/))
  },
)
