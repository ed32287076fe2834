import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bearer } from './api.ts'
import { sees, story } from './story.ts'
import { type World, worldOf } from './world.ts'

const CLI = join(import.meta.dirname, '../server/cli.ts')

const world = worldOf({})

/** `portico login` in a home of its own: the code it shows, and how it ends. */
const login = async ({ server }: World) => {
  const home = mkdtempSync(join(tmpdir(), 'portico-home-'))
  const child = spawn(process.execPath, [CLI, 'login', server.url], { env: { ...process.env, HOME: home } })
  let said = ''
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve))
  const code = await new Promise<string>(resolve => {
    child.stderr.on('data', chunk => {
      said += chunk
      const shown = /[A-Z]{4}-[A-Z]{4}/.exec(said)?.[0]
      if (shown) resolve(shown)
    })
  })
  const remove = () => rmSync(home, { recursive: true, force: true })
  return { code, ended, said: () => said, file: join(home, '.cortex', 'config'), remove }
}

story(
  'portico login shows a code, the person types it, and the token is in the file where clients read it',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Dev Device', 'USER'))
    const { code, ended, said, file, remove } = await login(world)
    const page = await open('/device')
    await page.getByLabel('Code').fill('BBBB-BBBB')
    await page.getByRole('button', { name: 'Continue' }).click()
    await sees(page.getByText(/^This code is invalid or has expired\./))
    await page.getByLabel('Code').fill(code.toLowerCase())
    await page.getByRole('button', { name: 'Continue' }).click()
    await sees(page.getByText(/^“portico on .*” asks for a token of yours$/))
    await sees(page.getByText(/from 127\.0\.0\.1/))
    assert.ok(await page.getByLabel('30 days').isChecked())
    await page.getByLabel('Name').fill('my laptop')
    await page.getByRole('button', { name: 'Approve' }).click()
    await sees(page.getByText(/^Done\. Go back to your terminal\./))
    assert.equal(await ended, 0, said())
    const secret = /^api_key = (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? ''
    assert.match(said(), /The token “my laptop” works until /)
    assert.ok(!said().includes(secret), 'the token is not printed')
    assert.equal(statSync(file).mode & 0o777, 0o600)
    const { status, body } = await bearer(world.place, secret, '/api/v1/auth/token/self')
    assert.deepEqual([status, body.name], [200, 'my laptop'])
    remove()
  },
)

story('a refused code ends the command with a sentence', world, async ({ world, become, open }) => {
  await become(await world.add('Ned Nope', 'USER'))
  const { code, ended, said, remove } = await login(world)
  const page = await open('/device')
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Refuse' }).click()
  await sees(page.getByText('Refused: the client gets nothing.'))
  assert.equal(await ended, 1)
  assert.match(said(), /The request was denied in the browser\./)
  remove()
})
