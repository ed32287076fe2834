import { join } from 'node:path'
import { createToken as createTokenOperation } from '../contract/identity/tokens.ts'
import { openSqlite } from '../server/core/db/sqlite.ts'
import { call } from './api.ts'
import { sees, seesNot, settled, story } from './story.ts'
import { type Person, type World, worldOf } from './world.ts'

const world = worldOf({})
const DAY_MS = 86_400_000
const WITHIN_MS = 20_000

/** A token of 60 days ago that ends tomorrow, and the search for such begun: nobody waits here for a clock. */
const endingSoon = async ({ place, server }: World, { cookie }: Person, name: string) => {
  const { cid } = await call(place, createTokenOperation, { cookie, body: { name } })
  const database = openSqlite(join(server.folder, 'portico.db'))
  const now = Date.now()
  await database.transaction(async db => {
    const dates = { created_at: now - 60 * DAY_MS, expires_at: now + DAY_MS / 2 }
    await db.updateTable('credentials').set(dates).where('cid', '=', cid).execute()
    await db.updateTable('jobs').set({ run_at: 0 }).where('kind', '=', 'expiry-warnings').execute()
  })
  await database.close()
}

story(
  'the owner of a token that is about to expire gets a notice in the app, goes from there to the token, and dismisses the notice',
  world,
  async ({ world, become, open }) => {
    const owner = await world.add('Wanda Warned', 'USER')
    await become(owner)
    await endingSoon(world, owner, 'nightly')
    const page = await open('/notices')
    const notice = page.getByRole('link', { name: /^Your token “nightly” \(…\w{4}\) expires on \w+ \d+, \d{4}$/ })
    for (const end = Date.now() + WITHIN_MS; Date.now() < end && !(await notice.isVisible()); ) {
      await page.reload()
      await settled(page)
    }
    await sees(notice)
    await sees(page.getByText(/After that, requests with it are denied: replace it before then\.$/))
    await notice.click()
    await sees(page.getByRole('heading', { name: 'nightly', level: 1 }))
    await page.goBack()
    await page.getByRole('button', { name: /^Dismiss: Your token “nightly”/ }).click()
    await seesNot(notice)
    await sees(page.getByText('No notices.'))
  },
)
