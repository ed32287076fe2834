import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALL_PERMISSIONS } from '../../contract/permissions.ts'
import { PERMISSION_GROUPS } from './permission-groups.ts'

test('every permission stands in exactly one group', () => {
  const grouped = PERMISSION_GROUPS.flatMap(({ permissions }) => permissions)
  assert.deepEqual([...grouped].sort(), [...ALL_PERMISSIONS].sort())
})
