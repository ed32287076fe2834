import assert from 'node:assert/strict'
import { test } from 'node:test'
import { definitionOf } from './schema-keys.ts'

test('the schema of a type gives keys with their descriptions, values and what is required', () => {
  const { keys } = definitionOf({
    type: 'object',
    required: ['stage'],
    properties: {
      stage: { type: 'string', enum: ['dev', 'live'], description: 'Where it runs' },
      steps: { type: 'array', items: { $ref: '#/$defs/step' } },
      tags: { type: 'array', items: { enum: ['a', 'b'] } },
      on: { type: 'boolean' },
    },
    $defs: { step: { type: 'object', properties: { name: { title: 'What it is called' } } } },
  })
  assert.deepEqual(keys, {
    stage: { about: 'Where it runs', kind: 'any', values: ['dev', 'live'], required: true },
    steps: { about: 'array', kind: 'list', keys: { name: { about: 'What it is called', kind: 'any' } } },
    tags: { about: 'array', kind: 'list', item: { about: 'Any value', kind: 'any', values: ['a', 'b'] } },
    on: { about: 'boolean', kind: 'flag' },
  })
})

test('a schema that leads back to itself, or to nothing, ends', () => {
  const loop = definitionOf({
    properties: { next: { $ref: '#' }, self: { $ref: '#/properties/self' }, gone: { $ref: '#/x' } },
  })
  assert.equal(loop.keys?.next?.keys?.next?.kind, 'map')
  assert.equal(loop.keys?.self?.kind, 'any')
  assert.deepEqual(definitionOf(true).keys, {})
  assert.deepEqual(definitionOf(undefined).keys, {})
})
