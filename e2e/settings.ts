/** Ways through the settings that several stories take. */
import type { Page } from 'playwright-core'
import { sees } from './story.ts'

/** Opens My access tokens as the product's story says: avatar bottom left → Settings → Preferences → My access tokens. */
export const openMyTokens = async (page: Page, name: string) => {
  await page.getByRole('button', { name: new RegExp(`^${name}.*account menu`) }).click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  const menu = page.getByRole('navigation', { name: 'Settings' })
  await sees(menu.getByText('Preferences', { exact: true }))
  await menu.getByRole('link', { name: 'My access tokens' }).click()
  await sees(page.getByRole('heading', { name: 'My access tokens' }))
}

/** Creates a token on My access tokens with the expiry offered, and answers the secret that is shown; the dialog stays. */
export const createToken = async (page: Page, name: string): Promise<string> => {
  await page.getByRole('button', { name: 'Create new token' }).first().click()
  const form = page.getByRole('dialog', { name: 'Create new token' })
  await form.getByLabel('Name').fill(name)
  await sees(form.getByText(/^Valid through /))
  await form.getByRole('button', { name: 'Create token' }).click()
  return shownSecret(page, name)
}

export const shownSecret = (page: Page, name: string): Promise<string> =>
  page
    .getByRole('dialog', { name: 'Copy your token' })
    .getByRole('textbox', { name: `Token ${name}` })
    .innerText()

/** Creates a token, says that it was copied, and answers its secret. */
export const createAndCopy = async (page: Page, name: string): Promise<string> => {
  const secret = await createToken(page, name)
  await page.getByRole('button', { name: 'Done' }).click()
  return secret
}

/** Chooses something in the menu of a row. */
export const chooseInRow = async (page: Page, name: string, action: string) => {
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

/** Chooses something in the menu of a person on Members. */
export const changeMember = async (page: Page, name: string, action: string) => {
  if (new URL(page.url()).pathname !== '/settings/members') await page.goto('/settings/members')
  await chooseInRow(page, name, action)
}
