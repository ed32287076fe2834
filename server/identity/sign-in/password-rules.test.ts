import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dictionary } from '@zxcvbn-ts/language-common'
import { passwordFault } from './password-rules.ts'

const ada = { email: 'ada.lovelace@example.com', name: 'Ada Lovelace' }

test('length counts in characters as people count them, from 12 to 128', async () => {
  assert.equal(await passwordFault('x7 kq v2 m9', ada), 'Use 12 characters or more.')
  assert.equal(await passwordFault('🦦🌉🪔🚪🎨🧵', ada), 'Use 12 characters or more.')
  assert.equal(await passwordFault('🦦🌉🪔🚪🎨🧵🦦🌲🪔🚋🎨🧶', ada), undefined)
  assert.equal(await passwordFault('tall otter paints '.repeat(8), ada), 'Use 128 characters or fewer.')
})

test('what anybody would try first is refused', async () => {
  const common = [
    'password1234',
    'Password2026!',
    'P@ssw0rd-Admin1',
    'passwordpassword',
    '1q2w3e4r5t6y',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    '123456789012',
    'qwertyuiop123',
    'zyxwvutsrqpo',
    'Welcome12345',
    'changeme1234',
    'Summer2026!!',
    'letmeinplease',
    'correcthorsebatterystaple',
    'correct horse battery staple',
    'Correct-Horse-Battery-Staple!',
    'liverpool2026',
    'michaeljackson',
    'JohnSmith1985',
    'summerholiday2026',
    'password password',
    'the quick brown fox',
    'a-b-c-d-e-f-g-h',
    'trustno1trustno1',
    'c0rrect.h0rse.b4ttery.st4ple',
    'ilovemymother',
    'manchesterunited',
    'abc'.repeat(42),
  ]
  for (const password of common)
    assert.match((await passwordFault(password, ada)) ?? '', /^This password is easy/, password)
})

test('leaked passwords that are long enough are refused, and shorter ones made longer', async () => {
  const common = dictionary['passwords-common'].map(String)
  const long = common.filter(password => password.length >= 12).filter((_, at) => at % 8 === 0)
  const shorter = common.slice(0, 3_000).filter((password, at) => at % 200 === 0 && /^[a-z]{6,}/.test(password))
  const longer = shorter.flatMap(password => [password.repeat(2), `${password}123456`, `2026!${password}!!`])
  const passed: string[] = []
  for (const password of [...long, ...longer])
    if (password.length >= 12 && !(await passwordFault(password, ada))) passed.push(password)
  assert.deepEqual(passed, [])
})

test('the person’s own words are refused', async () => {
  for (const password of ['lovelace-42-kites', 'xy.ada.lovelace.99', 'portico-is-mine-7', 'Grace-LOVELACE-77x'])
    assert.match((await passwordFault(password, ada)) ?? '', /^Don't use your email/, password)
})

test('long and unlikely is enough: no digits or marks are asked for', async () => {
  for (const password of [
    'tall otter paints doors',
    'mysteriousotterlamp',
    'qx7-vmkw-29ztp',
    'пять слонов летят',
    'newyear resolution ok',
  ])
    assert.equal(await passwordFault(password, ada), undefined, password)
})

test('the longest and most tangled password costs the serving thread next to nothing', async () => {
  await passwordFault('tall otter paints doors', ada)
  const digits = Array.from({ length: 128 }, (_, at) => (at * at * 7 + 3 * at) % 10).join('')
  const tangled = '4@^({3[[<6910!|ilt7+5$2z%'.repeat(6).slice(0, 128)
  const before = process.threadCpuUsage()
  for (const password of [digits, tangled]) await passwordFault(password, ada)
  const { user, system } = process.threadCpuUsage(before)
  assert.ok(user + system < 50_000, `${user + system} µs`)
})
