/** Text bodies as generated clients send them: for every operation that takes one. */
import assert from 'node:assert/strict'
import { suite } from 'node:test'
import { isTextBody, type OperationSpec } from '../../../contract/core/operation.ts'
import { eachDatabase, test, type World } from '../../testing/world.ts'
import { parseBody } from './parse.ts'

const ENTITY =
  'openapi: 3.0.1\ninfo:\n  title: "Quoted \\"text\\""\n  x-cortex-tag: quoted\n  description: é\u2028 %00\n'
const SCORECARD =
  'tag: quoted\nname: "Quoted"\nrules:\n  - title: One\n    expression: custom("a") != null\n    weight: 1\n'
const TEXTS = [ENTITY, SCORECARD, JSON.stringify({ info: { title: 'x' } }), 'a: [', '- 1', '']
const TYPES = ['application/json', 'application/yaml', 'application/openapi;charset=UTF-8', 'text/plain']

const textOperations = ({ app }: World) =>
  app.routes.map(({ operation }) => operation).filter(({ body }) => body && isTextBody(body))

/** The answer without what differs from one call to the next. */
const comparable = (body: unknown) =>
  JSON.stringify(body, (key, value) => (/^(requestId|lastUpdated)$/.test(key) ? undefined : value))

eachDatabase('a text body', world => {
  test('that is one JSON string is read as the text in it, by each operation and under each label', async () => {
    const here = await world()
    const { bearer } = await here.token(await here.person(['ADMIN']))
    const send = async ({ method, path }: OperationSpec, body: string, type: string) => {
      const headers = { 'content-type': type }
      const answer = await here.request({ method, url: `${path}?dryRun=true`, as: { bearer }, headers, body })
      return { status: answer.status, body: comparable(answer.body) }
    }
    const operations = textOperations(here)
    assert.ok(operations.length >= 3)
    for (const operation of operations) {
      const statuses: number[] = []
      for (const text of TEXTS) {
        const plain = await send(operation, text, 'application/yaml')
        statuses.push(plain.status)
        for (const type of TYPES)
          for (const quoted of [JSON.stringify(text), ` ${JSON.stringify(text)}\r\n`])
            assert.deepEqual(await send(operation, quoted, type), plain, `${operation.id} ${type} ${quoted}`)
      }
      assert.ok(
        statuses.some(status => status < 300),
        `${operation.id} takes one of the texts`,
      )
      assert.ok(statuses.includes(400), operation.id)
    }
  })

  test('with characters in quotes that no text can have is refused, and never a fault', async () => {
    const here = await world()
    const { bearer } = await here.token(await here.person(['ADMIN']))
    for (const { method, path, id } of textOperations(here))
      for (const body of ['"\\ud800"', '"a: \\u0000"', '"a: \\u0007"', '"a', '"a" "b"', '"a": 1', '""', '"\\"a\\""']) {
        const answer = await here.request({ method, url: path, as: { bearer }, body })
        // an import refuses each descriptor alone
        assert.ok(answer.status === 400 || answer.body.failed > 0, `${id} ${body}: ${answer.text}`)
        assert.ok(!answer.body.created, `${id} ${body}`)
      }
  })
})

suite('a text', () => {
  test('that only begins and ends with quotes stays as it is', async () => {
    const operation = {
      id: 'x',
      method: 'POST',
      path: '/x',
      tag: 'x',
      summary: 'x',
      needs: 'public',
      body: { text: true, mediaType: 'x/y', description: '' },
      answers: {},
    } as const
    for (const text of ['"a": "b"', '"a" and "b"', '"\\x41"', '"\\ud800"', 'a: "b"', '"', '{"a": "b"}'])
      assert.equal(parseBody(operation, Buffer.from(text), 'text/plain'), text)
    assert.equal(parseBody(operation, Buffer.from('\ufeff "a\\nb"'), 'text/plain'), 'a\nb')
  })
})
