import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { isQuestion, readAnswer } from './docs-answer.ts'

suite('an answer of the documentation', () => {
  test('has its quotes apart, its source, and the other sections, on this origin', () => {
    const url = 'https://portico.example.com/docs/api-keys#make-one'
    const { quotes, source, others } = readAnswer({
      answer: 'One.\n\nTwo.',
      sources: [
        { page: 'API keys', section: 'Create one', url },
        { page: 'Roles', section: 'Roles', url: 'https://portico.example.com/docs/permissions' },
      ],
      near: [],
    })
    assert.deepEqual(quotes, ['One.', 'Two.'])
    assert.deepEqual(source, { label: 'Create one', hint: 'API keys', to: '/docs/api-keys#make-one', isOutside: true })
    assert.deepEqual(others, [{ label: 'Roles', to: '/docs/permissions', isOutside: true }])
  })

  test('may be none, with sections that come close', () => {
    const near = [{ page: 'Start', section: 'Start', url: 'http://localhost:4000/docs/start' }]
    const { quotes, source, others } = readAnswer({ answer: null, sources: [], near })
    assert.deepEqual([quotes, source, others.length], [[], undefined, 1])
    for (const other of [undefined, null, 'text', { sources: [{ url: 'no address' }] }])
      assert.deepEqual(readAnswer(other), { quotes: [], source: undefined, others: [] })
  })

  test('is asked for with three words or more', () => {
    assert.deepEqual(['token', 'rotate token', ' how do I '].map(isQuestion), [false, false, true])
  })
})
