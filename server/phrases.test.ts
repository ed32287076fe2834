/** Screens, answers, documents and comments read like standard technical English: certain phrases are kept out of all of them. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { PHRASES, phrasesIn, sayPhrase } from './testing/phrases.ts'

const ROOT = join(import.meta.dirname, '..')

/** The list itself, and the words that people type into searches. */
const EXEMPT = [
  'server/testing/phrases.ts',
  'server/phrases.test.ts',
  'docs/also.yaml',
  'docs/questions.yaml',
  'server/docs/words.ts',
]

const files = ['contract', 'server', 'web', 'docs', 'e2e', 'bench', 'scripts']
  .flatMap(folder => globSync(`${folder}/**/*.{ts,tsx,js,md,yaml,css,html}`, { cwd: ROOT }))
  .concat(globSync('*.md', { cwd: ROOT }))
  .filter(file => !file.startsWith('web/dist/') && !EXEMPT.includes(file))

const foundIn = (file: string) => phrasesIn(file, readFileSync(join(ROOT, file), 'utf8'))

/** One sentence with each phrase of the list, and what is found in it. */
const PLANTS: readonly (readonly [string, string])[] = [
  ['The secret stands in no log.', 'stands in'],
  ['The owner is told at once.', 'is told'],
  ['What it was told of.', 'told of'],
  ['Whoever holds the secret may revoke it.', 'Whoever'],
  ['Somebody changed it.', 'Somebody'],
  ['It was changed meanwhile.', 'meanwhile'],
  ['Sign in anew.', 'anew'],
  ['Who comes in with the provider.', 'comes in'],
  ['It ends by itself.', 'by itself'],
  ['It receives nothing any more.', 'nothing any more'],
  ['It ends at the latest then.', 'at the latest'],
  ['No token hangs on this person.', 'hangs on'],
  ['Was it not you?', 'Was it not'],
  ['Nobody is here yet.', 'Nobody is here'],
  ['No live token breaks it.', 'live token'],
  ['The name must be there.', 'must be there'],
  ['There is nobody with this email.', 'There is nobody'],
  ['What its owner may do at this very moment.', 'at this very moment'],
  ['An older link is void then.', 'is void then'],
  ['It leads into a network of its own.', 'a network of its own'],
  ['Confirm that it is you.', 'Confirm that it is you'],
]

suite('avoided phrases', () => {
  test('are in no screen, answer, document or comment', () => {
    const found = files.flatMap(foundIn)
    assert.deepEqual(found.map(sayPhrase), [])
  })

  test('are each found where they are planted, with file, line and better wording', () => {
    for (const [sentence, text] of PLANTS) {
      const all = phrasesIn('planted.md', `# Page\n\n${sentence}\n`)
      const [found] = all.filter(one => one.text === text)
      assert.ok(found, `${sentence}: ${JSON.stringify(all)}`)
      assert.equal(sayPhrase(found), `planted.md:3 has “${text}”: write ${found.instead}`)
    }
    for (const { pattern } of PHRASES)
      assert.ok(
        PLANTS.some(([sentence]) => new RegExp(pattern).test(sentence)),
        `${pattern} is planted`,
      )
  })

  test('are found across the lines of a comment, a quote and a paragraph', () => {
    const lines = (text: string) => phrasesIn('planted.ts', text).map(({ line, text: found }) => [line, found])
    assert.deepEqual(lines('/**\n * The secret stands\n * in no log.\n */'), [[2, 'stands * in']])
    assert.deepEqual(lines('// the owner is\n// told at once'), [[1, 'is // told']])
    assert.deepEqual(lines('> It ends at\n> the latest then.'), [[1, 'at > the latest']])
    assert.deepEqual(lines('It ends by\nitself.'), [[1, 'by itself']])
  })

  test('are not found in standard wording or in names', () => {
    for (const text of [
      'in the meantime',
      'The constant standsIn and the type Whoever1.',
      'Two secrets can be told apart.',
      'The request came in.',
      'A stand-in for the mail server.',
      'Each slice has a folder of its own.',
    ])
      assert.deepEqual(phrasesIn('planted.ts', text), [], text)
  })
})
