import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { FormFields } from '../../../contract/catalog/descriptor-form.ts'
import { rounds } from '../../testing/rounds.ts'
import { eachDatabase } from '../../testing/world.ts'
import { formOf } from './form.ts'
import { editForm } from './form-edit.ts'
import { editor, newTag } from './testing.ts'

const TEXT = `# our orders
openapi: 3.0.1
info:
  title: "Orders"   # shown
  x-cortex-tag: orders
  description: |
    Takes orders.

    And keeps them.
  x-cortex-owners:
    # first the team
    - type: group
      name: shop      # who is asked
      provider: CORTEX
      inheritance: APPEND
    - {type: EMAIL, email: ada@example.com}
  x-cortex-groups:
  - a # first
  - 007
  x-own: &own {z: 1.10}
  x-cortex-link:
    - url: /run
      name: Runbook
      type: runbook
      description: when it burns
paths:
  '404': *own
`

const edited = (text: string, fields: FormFields) => {
  const result = editForm(text, fields)
  assert.deepEqual(result.violations, [])
  assert.equal(result.refused, undefined)
  return result.text
}

const fieldsOf = (text: string) => {
  const { form } = formOf(text)
  assert.ok(form)
  return form.fields
}

suite('the form of a descriptor', () => {
  test('has the fields as they are in the text', () => {
    assert.deepEqual(formOf(TEXT).form, {
      fields: {
        entityName: 'Orders',
        description: 'Takes orders.\n\nAnd keeps them.\n',
        tag: 'orders',
        type: '',
        owners: [
          { type: 'GROUP', owner: 'shop', provider: 'CORTEX', from: 0 },
          { type: 'EMAIL', owner: 'ada@example.com', from: 1 },
        ],
        groups: [
          { group: 'a', from: 0 },
          { group: '007', from: 1 },
        ],
        links: [{ text: 'Runbook', type: 'runbook', url: '/run', from: 0 }],
      },
      locked: [],
      hasDefinition: false,
    })
  })

  test('what it already says changes no byte', () => {
    assert.equal(edited(TEXT, fieldsOf(TEXT)), TEXT)
  })

  test('an edit writes its own lines and no others', () => {
    assert.equal(edited(TEXT, { entityName: 'Orders: all' }), TEXT.replace('"Orders"', '"Orders: all"'))
    const links = fieldsOf(TEXT).links.map(link => ({ ...link, url: '/burns' }))
    assert.equal(edited(TEXT, { links }), TEXT.replace('url: /run', 'url: /burns'))
    assert.equal(
      edited(TEXT, { groups: [{ group: '007', from: 1 }, { group: 'new' }] }),
      TEXT.replace('  - a # first\n', '').replace('  - 007\n', '  - 007\n  - new\n'),
    )
    assert.equal(
      edited(TEXT, { owners: [...fieldsOf(TEXT).owners, { type: 'GROUP', owner: 'b', provider: 'CORTEX' }] }),
      TEXT.replace(
        '    - {type: EMAIL, email: ada@example.com}\n',
        '    - {type: EMAIL, email: ada@example.com}\n    - type: GROUP\n      name: b\n      provider: CORTEX\n',
      ),
    )
  })

  test('a description that is empty is removed, and so is a list without entries', () => {
    const text = edited(TEXT, { description: '', groups: [] })
    assert.doesNotMatch(text, /description: \||x-cortex-groups|absent/)
    assert.equal(fieldsOf(text).description, '')
    assert.deepEqual(fieldsOf(text).groups, [])
  })

  test('a new type of your own comes with the definition that it requires', () => {
    assert.match(edited(TEXT, { type: 'pipeline' }), /^ {2}x-cortex-type: pipeline\n {2}x-cortex-definition: \{\}$/m)
    assert.doesNotMatch(edited(TEXT, { type: 'domain' }), /x-cortex-definition/)
  })

  test('what other lines share, and what has another form, is locked with the reason', () => {
    const text = `openapi: 3.0.1
base: &base {x-cortex-owners: [{type: EMAIL, email: a@b.example}]}
list: &all [a]
info:
  <<: *base
  title: &name Shared
  x-cortex-tag: shared
  description: [a, list]
  x-cortex-groups: *all
  x-cortex-link: [/only-an-address]
x-name: *name
`
    assert.deepEqual(formOf(text).form?.locked, [
      { field: 'entityName', reason: 'It has an anchor (&name), and other lines may use it.' },
      { field: 'description', reason: 'Its value isn’t text.' },
      { field: 'owners', reason: 'It comes from a merge key (<<).' },
      { field: 'groups', reason: 'It is written as an alias (*all).' },
      { field: 'links', reason: 'It has an entry in a format that the form can’t show.' },
    ])
    assert.equal(editForm(text, { entityName: 'Other' }).refused?.field, 'entityName')
    assert.equal(editForm(text, { entityName: 'Shared' }).refused, undefined)
    const older = formOf('info:\n  x-cortex-service-groups: a, b\n  x-cortex-owners: [ada]\n').form?.locked
    assert.deepEqual(
      older?.map(({ field }) => field),
      ['owners', 'groups'],
    )
  })

  test('a text that is no YAML has no form, and says where it is broken', () => {
    const { form, violations } = editForm('info: [a\n', { entityName: 'x' })
    assert.equal(form, undefined)
    assert.equal(violations[0]?.title, 'Not valid YAML')
    assert.equal(formOf('openapi: 3.0.1\n').violations[0]?.description, 'info is required.')
  })
})

/** Blocks of a descriptor, each with comments of its own, in any order and spacing. */
const word = fc.stringMatching(/^[a-zA-Z0-9 :#'"&*\-!%@{}[\],|>]{1,12}$/)
const plain = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
const comment = fc.option(plain.map(text => ` # ${text}`)).map(one => one ?? '')
const quoted = word.map(text => JSON.stringify(text))

const itemsOf = (item: fc.Arbitrary<string>) => fc.array(item, { minLength: 1, maxLength: 5 })
const groupItem = fc
  .tuple(fc.oneof(quoted, plain, fc.constantFrom('007', '1.10', 'true')), comment)
  .map(([name, note]) => `    - ${name}${note}\n`)
const linkItem = fc
  .tuple(quoted, plain, comment, fc.boolean())
  .map(([name, type, note, isFlow]) =>
    isFlow
      ? `    - {name: ${name}, type: ${type}, url: /a}${note}\n`
      : `    - name: ${name}${note}\n      url: /a\n      # between\n      type: ${type}\n`,
  )
const ownerItem = fc
  .tuple(plain, comment)
  .map(([name, note]) => `    - type: GROUP${note}\n      name: ${name}\n      inheritance: APPEND\n`)

const descriptor = fc
  .record({
    title: fc.tuple(quoted, comment).map(([text, note]) => `  title: ${text}${note}\n`),
    tag: fc.constant('  x-cortex-tag: orders\n'),
    groups: itemsOf(groupItem),
    links: itemsOf(linkItem),
    owners: itemsOf(ownerItem),
    own: fc.tuple(quoted, comment).map(([text, note]) => `  x-own:${note}\n    deep: [${text}, 1.10]\n`),
    order: fc.shuffledSubarray(['title', 'tag', 'groups', 'links', 'owners', 'own'] as const, { minLength: 6 }),
    eol: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ order, eol, groups, links, owners, ...single }) => {
    const lists = { groups, links, owners }
    const heads = { groups: '  x-cortex-groups:\n', links: '  x-cortex-link:\n', owners: '  x-cortex-owners:\n' }
    const blocks = order.map(name => {
      if (name === 'groups' || name === 'links' || name === 'owners') return heads[name] + lists[name].join('')
      return single[name]
    })
    const text = `# top\nopenapi: 3.0.1\ninfo:\n${blocks.join('')}paths: {} # end\n`
    return { text: text.replaceAll('\n', eol), eol }
  })

/** Lines of the old text that are not among those of the new one, by the longest common part. */
const lost = (before: string, after: string): string[] => {
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  let row: string[][] = Array.from({ length: fresh.length + 1 }, () => [])
  for (const line of old.toReversed()) {
    const next: string[][] = [[line, ...(row[0] ?? [])]]
    const reversed = fresh.toReversed()
    for (const [at, other] of reversed.entries()) {
      const [diagonal = [], above = [], left = []] = [row[at], row[at + 1], next[at]]
      const [cut, kept] = [[line, ...above], left]
      const shorter = cut.length <= kept.length ? cut : kept
      next.push(line === other && diagonal.length <= shorter.length ? diagonal : shorter)
    }
    row = next
  }
  return row.at(-1) ?? []
}

test('an edit of any descriptor loses only the lines that it is about, and says what was wanted', () => {
  fc.assert(
    fc.property(descriptor, word, fc.nat(), ({ text, eol }, title, pick) => {
      const before = fieldsOf(text)
      const renamed = edited(text, { entityName: title })
      assert.equal(fieldsOf(renamed).entityName, title)
      assert.ok(
        lost(text, renamed).every(line => line.startsWith('  title:')),
        renamed,
      )

      const at = pick % before.groups.length
      const groups = before.groups.filter((_, index) => index !== at)
      const without = edited(text, { groups })
      assert.deepEqual(
        fieldsOf(without).groups.map(({ group }) => group),
        groups.map(({ group }) => group),
      )
      const gone = groups.length === 0 ? 2 : 1
      assert.equal(lost(text, without).length, gone, without)

      const links = before.links.map((link, index) =>
        index === pick % before.links.length ? { ...link, url: '/b' } : link,
      )
      const moved = edited(text, { links })
      assert.deepEqual(fieldsOf(moved).links, links)
      assert.equal(lost(text, moved).length, 1, moved)

      const owners = [...before.owners, { type: 'EMAIL' as const, owner: 'a@b.example' }]
      const more = edited(text, { owners })
      assert.deepEqual(lost(text, more), [], more)
      assert.equal(/(?<!\r)\n/.test(more), eol === '\n', 'its line breaks stay')
    }),
    { numRuns: rounds({ short: 50, long: 300 }) },
  )
})

eachDatabase('fields of a descriptor', world => {
  test('are read and changed over the API by those who may edit entities, and nothing is stored', async () => {
    const here = await world()
    const { as, get } = await editor(here)
    const viewer = (await here.person(['VIEWER'])).session
    const tag = newTag('form')
    const send = (body: unknown, who = as) =>
      here.request({ method: 'POST', url: '/api/v1/open-api/fields', as: who, body })
    const descriptor = `openapi: 3.0.1\ninfo:\n  title: Old # name\n  x-cortex-tag: ${tag}\n`
    const { status, body } = await send({
      descriptor,
      fields: { entityName: 'New', owners: [{ type: 'GROUP', owner: 'shop', provider: 'CORTEX' }] },
    })
    assert.equal(status, 200, JSON.stringify(body))
    assert.equal(
      body.descriptor,
      `openapi: 3.0.1\ninfo:\n  title: New # name\n  x-cortex-tag: ${tag}\n  x-cortex-owners:\n    - type: GROUP\n      name: shop\n      provider: CORTEX\n`,
    )
    assert.deepEqual(body.fields.owners, [{ type: 'GROUP', owner: 'shop', provider: 'CORTEX', from: 0 }])
    assert.equal((await get(`/api/v1/catalog/${tag}`)).status, 404)
    assert.equal((await send({ descriptor }, viewer)).status, 403)
    const refused = await send({ descriptor: 'info: {title: &a x}\n', fields: { entityName: 'y' } })
    assert.equal(refused.status, 400)
    assert.match(refused.body.details, /^entityName: can only be changed in the text\. It has an anchor/)
    const broken = await send({ descriptor: 'info: [\n' })
    assert.deepEqual([broken.status, broken.body.fields, broken.body.violations.length > 0], [200, undefined, true])
    assert.equal((await send({ descriptor, fields: { owners: [{ type: 'ROBOT', owner: 'x' }] } })).status, 400)
  })
})
