import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { propertyTexts, rememberTexts, sentText, withText } from './sent-json.ts'

test('the text of each property of an object is found as it was sent', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 1), (value, space) => {
      const text = JSON.stringify(value, undefined, space)
      const texts = propertyTexts(text)
      assert.deepEqual([...texts.keys()].toSorted(), Object.keys(JSON.parse(text)).toSorted())
      for (const [name, found] of texts) assert.deepEqual(JSON.parse(found), JSON.parse(text)[name])
    }),
  )
  assert.deepEqual(
    propertyTexts(' {"a" : 1.10 , "b\\"}":{"c":[1,{}]} } '),
    new Map([
      ['a', '1.10'],
      ['b"}', '{"c":[1,{}]}'],
    ]),
  )
})

test('an object of a body is written again as it was sent', () => {
  const text = '{"data": {"404":1.10, "a": 12345678901234567890}, "other": 1}'
  const body = JSON.parse(text)
  rememberTexts(body, text)
  assert.equal(sentText(body.data), '{"404":1.10, "a": 12345678901234567890}')
  assert.equal(sentText({ a: 1 }), '{"a":1}')
  assert.equal(sentText(null), null)
  assert.equal(withText({ a: 1 }, 'data', '{"b":1.0}'), '{"a":1,"data":{"b":1.0}}')
  assert.equal(withText({ a: 1 }, 'data', null), '{"a":1}')
})
