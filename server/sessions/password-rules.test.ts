import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passwordFault } from './password-rules.ts'

const ada = { email: 'ada.lovelace@example.com', name: 'Ada Lovelace' }

test('length counts in characters as people count them, from 12 to 128', () => {
  assert.equal(passwordFault('x7 kq v2 m9', ada), 'Use 12 characters or more.')
  assert.equal(passwordFault('🦦🌉🪔🚪🎨🧵', ada), 'Use 12 characters or more.')
  assert.equal(passwordFault('🦦🌉🪔🚪🎨🧵🦦🌲🪔🚋🎨🧶', ada), undefined)
  assert.equal(passwordFault('tall otter paints '.repeat(8), ada), 'Use 128 characters or fewer.')
})

test('what anybody would try first is refused', () => {
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
  ]
  for (const password of common) assert.match(passwordFault(password, ada) ?? '', /^This is one of the first/, password)
})

test('the person’s own words are refused', () => {
  for (const password of ['lovelace-42-kites', 'xy.ada.lovelace.99', 'portico-is-mine-7', 'Grace-LOVELACE-77x'])
    assert.match(passwordFault(password, ada) ?? '', /^Leave your email/, password)
})

test('long and unlikely is enough: no digits or marks are asked for', () => {
  for (const password of [
    'tall otter paints doors',
    'mysteriousotterlamp',
    'qx7-vmkw-29ztp',
    'пять слонов летят',
    'newyear resolution ok',
  ])
    assert.equal(passwordFault(password, ada), undefined, password)
})
