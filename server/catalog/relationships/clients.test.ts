/** What existing clients send, and that their next call works with what they got. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'
import { newTag, OPEN_API, yaml } from '../entities/testing.ts'
import { declares, newType, TYPES, typeBody } from './testing.ts'

type Listed = { tag: string; sourceEntity: { tag: string }; destinationEntity: { tag: string } }

eachDatabase('clients of relationships', world => {
  test('the command line exports all types and relationships, and imports them again with force', async () => {
    const here = await world()
    const { bearer } = await here.token(await here.person(['USER']))
    const as = { bearer }
    const headers = { 'user-agent': 'cortexapps-cli/1.0' }
    const get = async (url: string) => {
      const more = { ...headers, 'content-type': 'application/yaml' }
      const answer = await here.request({ url, as, headers: more })
      assert.equal(answer.status, 200, answer.text)
      return answer.body
    }
    const send = async (method: 'POST' | 'PUT', url: string, body: unknown) => {
      const more = { ...headers, 'content-type': 'application/json;charset=UTF-8' }
      const answer = await here.request({ method, url, as, headers: more, body })
      assert.equal(answer.status, 200, answer.text)
      return answer.body
    }
    const [tag, a, b, c] = [newType('exported'), newTag('ex-a'), newTag('ex-b'), newTag('ex-c')]
    await send('POST', TYPES, typeBody(tag))
    for (const [entity, info] of [
      [a, declares(tag, { destinations: [b] })],
      [b, ''],
      [c, ''],
    ] as const)
      await here.request({ method: 'POST', url: OPEN_API, as, body: yaml(entity, info) })
    await send('POST', `/api/v1/relationships/${tag}`, { relationships: [{ source: b, destination: c }] })

    const { relationshipTypes, totalPages } = await get(`${TYPES}?page=0&pageSize=250`)
    assert.equal(totalPages, 1)
    for (const type of relationshipTypes) {
      const details = await get(`${TYPES}/${type.tag}`)
      assert.deepEqual(details, type)
      const read = () => get(`/api/v1/relationships/${type.tag}?page=0&pageSize=250`)
      const before = await read()
      assert.equal(Object.values(before).filter(Array.isArray).length, 1, 'one list beside the numbers')
      await send('PUT', `${TYPES}/${type.tag}`, { ...details, createCatalog: false })
      const relationships = before.relationships.map(({ sourceEntity, destinationEntity }: Listed) => ({
        source: sourceEntity.tag,
        destination: destinationEntity.tag,
      }))
      const imported = await send('PUT', `/api/v1/relationships/${type.tag}?force=True`, { relationships })
      assert.deepEqual(imported.errors, [])
      assert.equal(imported.relationships.length, before.relationships.length)
      assert.deepEqual(await read(), before)
    }
    await here.request({ method: 'POST', url: OPEN_API, as, body: yaml(a) })
    const { relationships } = await get(`/api/v1/relationships/${tag}?page=0&pageSize=250`)
    assert.deepEqual(
      relationships.map(({ sourceEntity }: Listed) => sourceEntity.tag),
      [b],
      'what a descriptor declared still follows the descriptor',
    )
  })

  test('the tools of models find a type, and then the tree of an entity by its identifier', async () => {
    const here = await world()
    const { bearer } = await here.token(await here.person(['USER']))
    const ask = async (url: string, more: object = {}) => {
      const answer = await here.request({ url, as: { bearer }, headers: { accept: 'application/json' }, ...more })
      assert.equal(answer.status, 200, answer.text)
      return answer.body
    }
    const [tag, a, b, c] = [newType('tool'), newTag('tool-a'), newTag('tool-b'), newTag('tool-c')]
    await ask(TYPES, { method: 'POST', body: typeBody(tag) })
    for (const entity of [a, b, c]) await ask(OPEN_API, { method: 'POST', body: yaml(entity) })
    const at = `/relationships/${tag}/destinations`
    const [first] = (await ask(`/api/v1/catalog/${a}${at}`, { method: 'PUT', body: { destinations: [b] } }))
      .destinations
    await ask(`/api/v1/catalog/${first.id}${at}`, { method: 'POST', body: { destinations: [c] } })
    const { relationshipTypes } = await ask(`${TYPES}?pageSize=1000&page=0`)
    const found = relationshipTypes.find((one: Listed) => one.tag === tag)
    const { id } = await ask(`/api/v1/catalog/${a}`)
    const tree = await ask(
      `/api/v1/catalog/${id}/relationships/${found.tag}/destinations?depth=2&includeArchived=false`,
    )
    assert.deepEqual(
      tree.destinations.map((one: Listed) => one.tag),
      [b, c],
    )
    const back = await ask(`/api/v1/catalog/${tree.destinations[1].id}/relationships/${tag}/sources/?depth=2`)
    assert.deepEqual(
      back.sources.map((one: Listed) => one.tag),
      [b, a],
    )
  })

  test('30 writers create entities that name each other, in any order, and nothing is lost', async () => {
    const here = await world()
    const { bearer } = await here.token(await here.person(['USER']))
    const tag = newType('writers')
    await here.request({ method: 'POST', url: TYPES, as: { bearer }, body: typeBody(tag, { allowCycles: true }) })
    const tags = Array.from({ length: 30 }, () => newTag('ring'))
    const answers = await Promise.all(
      tags.map((entity, at) => {
        const next = tags[(at + 1) % tags.length] ?? ''
        const body = yaml(entity, declares(tag, { destinations: [next] }))
        return here.request({ method: 'POST', url: OPEN_API, as: { bearer }, body })
      }),
    )
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
    const { body } = await here.request({ url: `/api/v1/relationships/${tag}`, as: { bearer } })
    assert.equal(body.total, tags.length)
    const url = `/api/v1/catalog/${tags[0]}/relationships/${tag}/destinations?depth=100`
    const tree = await here.request({ url, as: { bearer } })
    assert.equal(tree.body.destinations.length, tags.length - 1, 'the ring ends where it began')
  })
})
