import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createAndCopy, openMyTokens } from './settings.ts'
import { sees, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({})

/** Damages what is stored as nothing of Portico would. */
const damage = (folder: string, sql: string) => {
  const database = new DatabaseSync(join(folder, 'portico.db'), { timeout: 5000 })
  database.exec(sql)
  database.close()
}

story(
  'a token that is damaged, or of a kind that the page does not know, is named and leaves the other tokens on the page',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Dana Damaged', 'USER'))
    const page = await open('/')
    await openMyTokens(page, 'Dana Damaged')
    for (const name of ['sound', 'damaged', 'unknown']) await createAndCopy(page, name)
    damage(
      world.server.folder,
      `update credentials set created_at = 'garbage' where name = 'damaged';
       update credentials set allowed_permissions = 'NO_SUCH_PERMISSION', time_zone = 'Atlantis/Center', ended_at = 5, ended_by = 'NOBODY'
         where name = 'unknown'`,
    )
    await page.goto('/settings/tokens?state=all')
    await sees(page.getByRole('row', { name: /sound/ }))
    await sees(page.getByText(/This entry can’t be read: pt/))
    await sees(page.getByRole('row', { name: /unknown|can’t be read/ }).first())
  },
)
