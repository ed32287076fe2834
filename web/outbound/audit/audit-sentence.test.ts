import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AUDIT_ACTIONS, type AuditLog, OBJECT_TYPES } from '../../../contract/outbound/audit.ts'
import { saidBy, sentenceOf } from './audit-sentence.ts'

const said = saidBy([
  { objects: { ENTITY: 'Entity', API_KEY: 'API key', SESSION: 'Session', PERSONAL_TOKEN: 'Personal token' } },
  { done: { SESSION: { CREATE: 'Signed in', UPDATE: 'Identity confirmed' } } },
])

const entry = (log: Partial<AuditLog>): AuditLog => ({
  id: 'au1',
  timestamp: '2027-01-01T00:00:00Z',
  action: 'UPDATE',
  objectType: 'ENTITY',
  objectIdentifier: 'x',
  outcome: 'DONE',
  count: 1,
  actorType: 'OAUTH2',
  ...log,
})

const SENTENCES: readonly (readonly [Partial<AuditLog>, string])[] = [
  [{}, 'Updated entity'],
  [{ action: 'CREATE', objectType: 'API_KEY' }, 'Created API key'],
  [{ objectType: 'SESSION' }, 'Identity confirmed'],
  [
    { action: 'CREATE', objectType: 'SESSION', outcome: 'FAILED', reason: 'wrong password' },
    'Failed: Signed in (wrong password)',
  ],
  [
    {
      outcome: 'REFUSED',
      action: 'CREATE',
      objectType: 'PERSONAL_TOKEN',
      reason: 'needs EDIT_ENTITIES',
      changes: { operation: { after: 'Create or replace an entity by its descriptor' } },
    },
    'Denied: Create or replace an entity by its descriptor (requires Edit entities)',
  ],
  [
    { outcome: 'REFUSED', action: 'READ', objectType: 'PERSONAL_TOKEN', reason: 'limited: VIEW_CATALOGS' },
    'Denied: Read personal token (excluded by its limits: View catalogs)',
  ],
  [{ objectType: 'PERSONAL_TOKEN', changes: { rotated: { before: 'a', after: 'b' } } }, 'Rotated personal token'],
  [{ objectType: 'OF_A_NEWER_SERVER' }, 'Updated OF_A_NEWER_SERVER'],
]

test('an entry says what happened', () => {
  for (const [log, sentence] of SENTENCES) assert.equal(sentenceOf(entry(log), said), sentence)
})

test('every action on every type of object has a sentence', () => {
  for (const objectType of OBJECT_TYPES)
    for (const action of AUDIT_ACTIONS)
      assert.match(sentenceOf(entry({ objectType, action }), said), /^[A-Z][a-z]+ ?\S*/, `${action} ${objectType}`)
})
