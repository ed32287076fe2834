import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { chooseInRow } from './settings.ts'
import { sees, seesNot, story } from './story.ts'
import { PASSWORD, type World, worldOf } from './world.ts'

const world = worldOf({ plainHttp: true })

/** As if everybody had signed in an hour ago. */
const ageProofs = ({ server }: World) => {
  const database = new DatabaseSync(join(server.folder, 'portico.db'), { timeout: 10_000 })
  database.exec('update sessions set proved_at = proved_at - 3600000')
  database.close()
}

story(
  'who signed in long ago confirms it by password, and what was typed is still there',
  world,
  async ({ world, become, open }) => {
    await become(await world.add('Stella Step', 'USER'))
    ageProofs(world)
    const page = await open('/settings/tokens')
    await page.getByRole('button', { name: 'Create new token' }).first().click()
    const form = page.getByRole('dialog', { name: 'Create new token' })
    await form.getByLabel('Name').fill('typed-before')
    await form.getByLabel('Description').fill('still here')
    await form.getByRole('button', { name: 'Create token' }).click()
    const question = page.getByRole('dialog', { name: 'Confirm your identity' })
    await question.getByLabel('Your password').fill('not my password')
    await question.getByRole('button', { name: 'Confirm' }).click()
    await sees(question.getByText("This isn't your current password."))
    await question.getByRole('button', { name: 'Cancel' }).click()
    await sees(form.getByText('Confirm your identity to continue.'))

    await form.getByRole('button', { name: 'Create token' }).click()
    await question.getByLabel('Your password').fill(PASSWORD)
    await question.getByRole('button', { name: 'Confirm' }).click()
    await seesNot(question)
    const reveal = page.getByRole('dialog', { name: 'Copy your token' })
    await sees(reveal.getByRole('textbox', { name: 'Token typed-before' }))
    await reveal.getByRole('button', { name: 'Done' }).click()
    await sees(page.getByText('still here'))

    ageProofs(world)
    await chooseInRow(page, 'typed-before', 'Revoke')
    await page.getByRole('button', { name: 'Revoke', exact: true }).click()
    await sees(page.getByText('typed-before is revoked'))
  },
)
