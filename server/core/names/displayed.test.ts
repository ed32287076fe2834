import assert from 'node:assert/strict'
import { test } from 'node:test'
import { displayedPart, nameFault } from './displayed.ts'

test('names of people and things in every script are fine', () => {
  for (const name of [
    'Ada Lovelace',
    "Renée O'Connor-Łuczak",
    'A\u0301da', // a combining accent on a letter
    '山田　太郎',
    '葛\u{e0100}城',
    'می\u200cخواهم', // Persian
    'क्\u200dष', // Hindi
    'ශ්\u200dරී', // Sinhala
    'ന്\u200d', // Malayalam, at the end of a word
    'ᠠ\u180b',
    'محمد',
    'שלום',
    'build 🚀',
    '👩\u200d👩\u200d👧\u200d👦 family',
    '👩🏽\u200d🚀',
    '❤\ufe0f\u200d🔥',
    '👁\u200d🗨', // written without its selectors
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    '1\ufe0f\u20e3',
    '✈\ufe0e',
    '🇩🇪',
    'x',
  ])
    assert.equal(nameFault(name), undefined, JSON.stringify(name))
})

test('what is invisible or turns the direction is refused with its place', () => {
  for (const [name, code, position] of [
    ['abcd\u202etxt', 'U+202E', 5],
    ['\u2066abc', 'U+2066', 1],
    ['a\u200bb', 'U+200B', 2],
    ['a\u200db', 'U+200D', 2],
    ['a\u200cb', 'U+200C', 2],
    ['ab\u200d', 'U+200D', 3],
    ['م\u200c', 'U+200C', 2],
    ['م\u200c\u200cم', 'U+200C', 2],
    ['🚀\u200d', 'U+200D', 2],
    ['\ufeffabc', 'U+FEFF', 1],
    ['😀a\u2060b', 'U+2060', 3],
    ['a\u00adb', 'U+00AD', 2],
    ['a\u061cb', 'U+061C', 2],
    ['a\ufe0f', 'U+FE0F', 2],
    ['a\u{e0041}', 'U+E0041', 2],
    ['a\u3164', 'U+3164', 2],
    ['a\u0000', 'U+0000', 2],
    ['a\nb', 'U+000A', 2],
    ['a\u2028b', 'U+2028', 2],
    ['a\ud800', 'U+D800', 2],
  ] as const)
    assert.equal(nameFault(name), `has the invisible character ${code} at position ${position}.`, JSON.stringify(name))
})

test('what displays as nothing is no name', () => {
  for (const name of ['', ' ', '\u00a0\u3000']) assert.equal(nameFault(name), 'must not be empty.')
  for (const name of ['\u2800', '\u0301', ' \u0301\u0302', '\ufffc', '\u{1d159}'])
    assert.match(nameFault(name) ?? '', /^has no visible character/, JSON.stringify(name))
})

test('a name from elsewhere loses what is invisible', () => {
  assert.equal(displayedPart('Ada\u202e Love\u200blace\n'), 'Ada Lovelace')
  assert.equal(displayedPart('👩\u200d🚀 Ada'), '👩\u200d🚀 Ada')
  assert.equal(displayedPart('\u200b \u3164'), undefined)
})
