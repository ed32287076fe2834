import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Scorecard } from '../../../contract/standards/scorecards.ts'
import { rulesByLevel } from './levels.ts'

const scorecard: Scorecard = {
  tag: 'readiness',
  name: 'Readiness',
  isDraft: false,
  lastUpdated: '2026-11-24T00:00:00.000Z',
  notifications: { enabled: true, scoreDropNotificationsEnabled: false },
  exemptions: { enabled: true, autoApprove: false },
  levels: [{ level: { name: 'Gold', number: 2 } }, { level: { name: 'Bronze', number: 1 } }],
  rules: [
    { identifier: 'a', expression: 'git != null', levelName: 'Gold' },
    { identifier: 'b', expression: 'slack != null', levelName: 'Bronze' },
    { identifier: 'c', expression: 'true' },
  ],
  version: 1,
}

const said = (one: Scorecard) =>
  rulesByLevel(one).map(({ level, rules }) => [level?.name, rules.map(({ identifier }) => identifier).join()])

test('levels are in the order of their rank, each with its rules, and rules of no level come last', () => {
  assert.deepEqual(said(scorecard), [
    ['Bronze', 'b'],
    ['Gold', 'a'],
    [undefined, 'c'],
  ])
})

test('a rule whose level is not there is not lost', () => {
  assert.deepEqual(said({ ...scorecard, levels: undefined }), [[undefined, 'a,b,c']])
})
