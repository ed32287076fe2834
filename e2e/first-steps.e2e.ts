import assert from 'node:assert/strict'
import { findings } from './axe.ts'
import { sees, story } from './story.ts'
import { PASSWORD, worldOf } from './world.ts'

const world = worldOf({ empty: true })

story('the sign-in page of an empty server says where the set-up link is', world, async ({ open }) => {
  const page = await open('/')
  await sees(page.getByText('No accounts exist yet. Open the set-up link that the server printed when it started.'))
})

story('the set-up form says what is missing and keeps what was typed', world, async ({ world, open }) => {
  const page = await open(world.server.setUpLink())
  await page.getByLabel('Name').fill('Ada Lovelace')
  await page.getByLabel('Email').fill('ada')
  await page.getByRole('textbox', { name: 'Password' }).fill('short')
  await page.getByRole('button', { name: 'Create the administrator' }).click()
  await sees(page.getByText('Enter your email, such as ada@example.com.'))
  await sees(page.getByText('Use 12 characters or more. This has 5.'))
  await page.getByLabel('Email').fill('ada@example.com')
  await page.getByRole('textbox', { name: 'Password' }).fill('passwordpassword')
  await page.getByRole('button', { name: 'Create the administrator' }).click()
  await sees(page.getByText('This password is easy to guess: it is a common password,'))
  assert.equal(await page.getByLabel('Name').inputValue(), 'Ada Lovelace')
})

story('the printed link leads to the first admin and a sample catalog', world, async ({ world, open }) => {
  const page = await open(world.server.setUpLink())
  await sees(page.getByRole('heading', { name: 'Set up Portico' }))
  assert.ok(!page.url().includes('#'), 'the secret leaves the address bar')
  assert.deepEqual(await findings(page), [])
  await page.getByLabel('Name').fill('Ada Lovelace')
  await page.getByLabel('Email').fill('ada@example.com')
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByLabel('Load a sample catalog').check()
  await page.getByRole('button', { name: 'Create the administrator' }).click()
  await sees(page.getByRole('heading', { name: 'Home', exact: true }))
  await sees(page.getByText('1 of 5 done.'))
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Catalog' }).click()
  await sees(page.getByRole('link', { name: 'Checkout', exact: true }))
  await sees(page.getByRole('button', { name: /Ada Lovelace/ }))
})

story('the set-up link is refused in words when it is used again', world, async ({ world, open }) => {
  const page = await open(world.server.setUpLink())
  const alert = page.getByRole('alert')
  await sees(alert)
  assert.match(await alert.innerText(), /used|no longer valid|set up/i)
  assert.equal(await page.getByRole('button', { name: 'Create the administrator' }).count(), 0)
})
