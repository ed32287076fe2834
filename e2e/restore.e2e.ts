import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { newSecret } from '../server/core/secrets/secret.ts'
import { bearer } from './api.ts'
import { chooseInRow, createAndCopy, openMyTokens } from './settings.ts'
import { sees, story } from './story.ts'
import { PASSWORD, type World, worldOf } from './world.ts'

const world = worldOf({ plainHttp: true })
const SELF = '/api/v1/auth/token/self'

const portico = ({ server }: World, ...args: string[]) =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, '../server/cli.ts'), ...args], {
    env: { ...process.env, ...server.env, INIT_CWD: server.folder },
  })

story(
  'a token that was revoked after the backup stays revoked when the backup is restored under the running server',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Rita Restored', 'USER'))
    const page = await open('/')
    await openMyTokens(page, 'Rita Restored')
    const secret = await createAndCopy(page, 'ended later')
    await portico(world, 'backup', 'copy.db')
    await chooseInRow(page, 'ended later', 'Revoke')
    await page.getByRole('button', { name: 'Revoke', exact: true }).click()
    await sees(page.getByText('ended later is revoked'))
    const { stderr } = await portico(world, 'restore', 'copy.db')
    assert.match(stderr, /Stays ended: 1 tokens/)
    assert.equal((await bearer(world.place, secret, SELF)).status, 401)
    await page.goto('/settings/tokens?state=ended')
    await sees(page.getByRole('row', { name: /ended later/ }).getByText(/by its owner/))
  },
)

story(
  'expired tokens and guesses from an office keep no one there from signing in or working',
  world,
  async ({ world, become, open, context }) => {
    const olga = await world.add('Olga Office', 'USER')
    await become(olga)
    const page = await open('/')
    await openMyTokens(page, 'Olga Office')
    const dead = await createAndCopy(page, 'nightly')
    const good = await createAndCopy(page, 'still good')
    await chooseInRow(page, 'nightly', 'Revoke')
    await page.getByRole('button', { name: 'Revoke', exact: true }).click()
    await sees(page.getByText('nightly is revoked'))
    for (let i = 0; i < 150; i++)
      assert.match(String((await bearer(world.place, dead, SELF)).body.details), /was revoked on/)
    const guesses = await Promise.all(
      Array.from({ length: 80 }, () => bearer(world.place, newSecret('personal'), SELF).then(({ status }) => status)),
    )
    assert.ok(guesses.includes(429), 'guesses are limited')
    assert.equal((await bearer(world.place, good, SELF)).status, 200)
    await context.clearCookies()
    await page.goto('/sign-in')
    await page.getByLabel('Email').fill(olga.email)
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await sees(page.getByRole('heading', { name: 'Home', exact: true }))
  },
)
