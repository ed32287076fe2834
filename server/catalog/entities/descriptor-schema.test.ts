/** What the reader asks a descriptor for, recorded, against the schema that the editor and the documentation are made from. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { stringify } from 'yaml'
import {
  DESCRIPTOR_KEYS,
  type DescriptorKey,
  type DescriptorKeys,
  GIT,
  INFO_KEYS,
  OWNER_TYPES,
} from '../../../contract/catalog/descriptor-schema.ts'
import { parseDocument } from '../descriptors/document.ts'
import { Fields, fieldsOf } from '../descriptors/fields.ts'
import { readEntity } from './descriptor.ts'

type Asked = { readonly at: string; readonly how: string; readonly rules: Record<string, unknown> }

/** Keys below these are free. */
const FREE = /^\/info\/x-cortex-custom-metadata\//

const asRules = (arg: unknown): Record<string, unknown> => (Array.isArray(arg) ? { values: arg } : { ...Object(arg) })

/** Whatever is read of these fields, and of the fields below them, is added to `asked`. */
const recorded = (fields: Fields, asked: Asked[]): Fields =>
  new Proxy(fields, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return (...args: readonly unknown[]) => {
        const [key, first, second] = args
        const at = `${target.pointer}/${String(key)}`.replaceAll(/\/\d+(?=\/|$)/g, '')
        const rules = { ...asRules(first), ...asRules(second) }
        if (typeof key === 'string' && !['fault', 'weighing'].includes(String(name)))
          asked.push({ at, how: String(name), rules })
        return within(Reflect.apply(value, target, args), asked)
      }
    },
  })

const within = (value: unknown, asked: Asked[]): unknown => {
  if (value instanceof Fields) return recorded(value, asked)
  return Array.isArray(value) ? value.map(one => within(one, asked)) : value
}

/** A value of each key, so that the reader goes into all of them. */
const exampleOf = ({ kind, keys, item, values }: DescriptorKey): unknown => {
  if (kind === 'flag') return true
  if (kind === 'list') return [keys ? examplesOf(keys) : item && exampleOf(item)]
  if (kind === 'map') return keys ? examplesOf(keys) : { own: { value: 1, description: 'words' } }
  return values?.[0] ?? 'GET'
}

const examplesOf = (keys: DescriptorKeys): Record<string, unknown> =>
  Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, exampleOf(value)]))

const asked = OWNER_TYPES.flatMap(type =>
  Object.keys(GIT).flatMap(host => {
    const whole = examplesOf(DESCRIPTOR_KEYS)
    const info = {
      ...Object(whole.info),
      'x-cortex-git': { [host]: Object(examplesOf(GIT))[host] },
      'x-cortex-owners': [
        { ...Object(exampleOf(INFO_KEYS['x-cortex-owners'] ?? { about: '', kind: 'list' }))[0], type },
      ],
    }
    // with and without the endings that only some descriptors have
    const other = {
      ...info,
      'x-cortex-dependency': [{ tag: 'x' }],
      'x-cortex-service-groups': ['x'],
      'x-cortex-git': { [host]: { repository: 'a/b' } },
    }
    return [info, other].flatMap(one => {
      const { document } = parseDocument(stringify({ ...whole, openapi: '3.0.1', info: one }))
      assert.ok(document)
      const seen: Asked[] = []
      readEntity(recorded(fieldsOf(document), seen))
      return seen
    })
  }),
).filter(({ at }) => !FREE.test(at))

const keyAt = (pointer: string): DescriptorKey | undefined => {
  let keys: DescriptorKeys | undefined = DESCRIPTOR_KEYS
  let found: DescriptorKey | undefined
  for (const step of pointer.split('/').slice(1)) {
    found = keys?.[step]
    keys = found?.keys
  }
  return found
}

const pointersOf = (keys: DescriptorKeys, from = ''): string[] =>
  Object.entries(keys).flatMap(([key, { keys: inner }]) => [
    `${from}/${key}`,
    ...(inner ? pointersOf(inner, `${from}/${key}`) : []),
  ])

const faultOf = ({ how, rules }: Asked, { kind, max, values, required, item }: DescriptorKey): string | undefined => {
  const isSame = (wanted: unknown, said: unknown) => JSON.stringify(wanted) === JSON.stringify(said)
  if (how === 'text' && kind === 'text' && !isSame(rules.max ?? 255, max ?? 255))
    return `has up to ${rules.max ?? 255} characters`
  if ((how === 'maps' || how === 'texts') && kind === 'list' && !isSame(rules.most ?? 1000, max ?? 1000))
    return `has up to ${rules.most ?? 1000} items`
  if (how === 'choice' && !isSame(rules.values, values)) return `is one of ${rules.values}`
  if (how === 'flag' && kind !== 'flag') return 'is true or false'
  if (how === 'maps' && kind !== 'list') return 'is a list'
  if (how === 'texts' && kind === 'list' && !item) return 'is a list of texts'
  if (how === 'fields' && kind !== 'map') return 'is a map'
  const says = ['text', 'choice', 'fields'].includes(how)
  return says && Boolean(rules.required) !== Boolean(required) ? `required is ${Boolean(rules.required)}` : undefined
}

suite('the schema of descriptors', () => {
  test('has every key that the reader asks for', () => {
    assert.ok(asked.length > 100)
    assert.deepEqual([...new Set(asked.flatMap(({ at }) => (keyAt(at) ? [] : at)))], [])
  })

  test('would be found out: a key that only the reader knows', () => {
    const { document } = parseDocument('info: {x-cortex-new: a}\n')
    const seen: Asked[] = []
    if (document) recorded(fieldsOf(document), seen).fields('info')?.text('x-cortex-new')
    assert.deepEqual(
      seen.map(({ at }) => [at, keyAt(at) !== undefined]),
      [
        ['/info', true],
        ['/info/x-cortex-new', false],
      ],
    )
  })

  test('has no key that nothing reads', () => {
    const read = new Set(asked.map(({ at }) => at))
    assert.deepEqual(
      pointersOf(DESCRIPTOR_KEYS).filter(at => !read.has(at)),
      [],
    )
  })

  test('says of each key what the reader asks of it', () => {
    const faults = asked.flatMap(one => {
      const key = keyAt(one.at)
      const fault = key && faultOf(one, key)
      return fault === undefined ? [] : [`${one.at} ${fault}`]
    })
    assert.deepEqual([...new Set(faults)], [])
  })

  test('is the table of the documentation', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/catalog.md'), 'utf8')
    const [, table = ''] = /\| key \| what it is \|\n\|---\|---\|\n((?:\|.*\n)+)/.exec(page) ?? []
    assert.equal(table, TABLE)
  })
})

const namesOf = (keys: DescriptorKeys) =>
  Object.entries(keys)
    .filter(([, { isOlder }]) => !isOlder)
    .map(([key]) => `\`${key}\``)
    .join(', ')

const rowOf = (name: string, { about, required, keys, see }: DescriptorKey) =>
  `| \`${name}\` | ${about}${required ? '; required' : ''}${keys ? `. Keys: ${namesOf(keys)}` : ''}${see ? `. See [${see[0]}](${see[1]})` : ''} |\n`

const TABLE = [
  ...Object.entries(DESCRIPTOR_KEYS).filter(([, { keys }]) => !keys),
  ...Object.entries(INFO_KEYS).map(([key, value]) => [`info.${key}`, value] as const),
]
  .filter(([, { isOlder }]) => !isOlder)
  .map(([name, key]) => rowOf(name, key))
  .join('')
