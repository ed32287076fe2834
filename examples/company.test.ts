import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { describe } from '../server/catalog/entities/descriptor.ts'
import { readSamples } from '../server/samples/content.ts'
import { type Company, companyOf, scaleFor } from './company.ts'
import { descriptorFiles, fileOf, LISTS, linesOf, readAbout, writeCompany } from './folder.ts'
import { END } from './history.ts'

const folder = mkdtempSync(join(tmpdir(), 'portico-examples-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const company = companyOf({ seed: 1, scale: 1 })
const entities = [...company.entities()]
const tags = new Set(entities.map(({ tag }) => tag))
const described = entities.map(({ yaml }) => describe(yaml))

const hashOf = (one: Company) => {
  const hash = createHash('sha256')
  for (const { file, yaml } of one.entities()) hash.update(file).update(yaml)
  for (const list of LISTS) {
    for (const line of linesOf(one, list)) hash.update(`${JSON.stringify(line)}\n`)
  }
  return hash.digest('hex')
}

test('a company has 400 services, 60 teams and 40 domains, and each of its tags once', () => {
  const counts = Map.groupBy(entities, ({ type }) => type)
  const countOf = (type: string) => counts.get(type)?.length
  assert.deepEqual([countOf('service'), countOf('team'), countOf('domain')], [400, 60, 40])
  assert.equal(new Set([...tags].map(tag => tag.toLowerCase())).size, entities.length)
})

test('the same seed and scale make the same bytes, and another seed makes others', () => {
  const made = (seed: number) => hashOf(companyOf({ seed, scale: 0.1 }))
  const [small, again, other] = [made(7), made(7), made(8)]
  assert.equal(small, again)
  assert.notEqual(small, other)
})

test('no descriptor of the company has as much as a warning', () => {
  for (const [index, { entity, violations }] of described.entries()) {
    assert.deepEqual(violations, [], entities[index]?.file ?? '')
    assert.equal(entity?.tag, entities[index]?.tag)
  }
})

test('teams and domains are trees, and what descriptors and lists refer to is in the company', () => {
  let [children, parents, dependencies, relationships] = [0, 0, 0, 0]
  for (const { entity } of described) {
    assert.ok(entity)
    for (const tag of [...entity.parents, ...entity.children]) assert.ok(tags.has(tag), `${entity.tag}: ${tag}`)
    for (const { kind, name } of entity.owners) if (kind === 'GROUP') assert.ok(tags.has(name), name)
    for (const { tag } of entity.declared.dependencies) assert.ok(tags.has(tag), tag)
    children += entity.children.length
    parents += entity.parents.length
    dependencies += entity.declared.dependencies.length
    relationships += entity.declared.relationships.length
  }
  assert.ok(children > 50 && parents > 400 && dependencies > 600 && relationships > 50)
  for (const { source, destination } of company.relationships()) assert.ok(tags.has(source) && tags.has(destination))
  for (const list of [company.customData, company.deploys, company.events, company.metrics])
    for (const { tag } of list()) assert.ok(tags.has(tag), tag)
})

test('deploys and events of a year are there, in order of time for each service, and none after the end', () => {
  for (const [list, least] of [
    [company.deploys, 15_000],
    [company.events, 3000],
  ] as const) {
    let [count, tag, before] = [0, '', '']
    for (const one of list()) {
      if (one.tag === tag) assert.ok(one.timestamp >= before)
      else tag = one.tag
      before = one.timestamp
      const age = END - Date.parse(one.timestamp)
      assert.ok(age > 0 && age < 366 * 86_400_000)
      count++
    }
    assert.ok(count > least, `${count}`)
  }
})

test('people have a name of their own and an address of example.com', () => {
  const members = described.flatMap(({ entity }) => entity?.document.members ?? [])
  assert.equal(new Set(members.map(({ email }) => email)).size, members.length)
  for (const { yaml } of entities)
    for (const [, host = ''] of yaml.matchAll(/(?:https:\/\/|@)([\w.-]+)/g)) assert.match(host, /(^|\.)example\.com$/)
})

test('the company has no tag in common with the sample catalog, so that both can be loaded', async () => {
  for (const { entity } of (await readSamples()).entities) assert.ok(!tags.has(entity.tag), entity.tag)
})

test('a company of a tenth and one of 10,000 entities hold together as well', () => {
  for (const scale of [0.01, 0.1, scaleFor(10_000)]) {
    const some = [...companyOf({ seed: 3, scale }).entities()]
    const known = new Set(some.map(({ tag }) => tag))
    assert.equal(known.size, some.length)
    assert.ok(scale < 1 || (some.length >= 10_000 && some.length < 10_100), `${some.length}`)
    for (const { yaml } of some)
      for (const [, tag = ''] of yaml.matchAll(/- tag: (.+)/g)) assert.ok(known.has(tag), `${scale}: ${tag}`)
  }
})

test('a folder has a file for each entity and list, is written over by the next company, and is nobody else’s', async () => {
  const target = join(folder, 'company')
  const { counts } = await writeCompany(target, { seed: 1, scale: 0.2 })
  assert.equal(descriptorFiles(target).length, counts.entities)
  const smaller = await writeCompany(target, { seed: 1, scale: 0.1 })
  assert.equal(descriptorFiles(target).length, smaller.counts.entities)
  assert.deepEqual(readAbout(target), smaller)
  for (const list of LISTS)
    assert.equal(
      readFileSync(join(target, fileOf(list)), 'utf8')
        .trim()
        .split('\n').length,
      smaller.counts[list],
    )
  const other = mkdtempSync(join(folder, 'other-'))
  writeFileSync(join(other, 'thesis.txt'), 'mine')
  await assert.rejects(writeCompany(other, { seed: 1, scale: 0.1 }), /has no company\.json/)
  assert.deepEqual(readdirSync(other), ['thesis.txt'])
})
