import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rowsOf, sentRows } from './member-rows.ts'

const role = (tag: string) => ({ type: 'TEAM_ROLE', tag, name: tag })
const members = [
  {
    name: 'Ada',
    email: 'ada@example.com',
    description: 'Leads',
    notificationsEnabled: true,
    roles: [role('lead'), role('dev')],
  },
  { name: 'Bo', email: 'bo@example.com', notificationsEnabled: false, roles: [] },
]
const team = {
  id: 'en1',
  teamTag: 't',
  catalogEntityTag: 't',
  isArchived: false,
  type: 'CORTEX' as const,
  metadata: { name: 'T' },
  links: [],
  slackChannels: [],
}

test('what the form does not change is sent as it was', () => {
  const expected = members.map(({ roles, ...member }) => ({ ...member, roleTags: roles.map(({ tag }) => tag) }))
  assert.deepEqual(sentRows(rowsOf({ ...team, cortexTeam: { members } })), expected)
  assert.deepEqual(sentRows(rowsOf({ ...team, type: 'IDP', additionalMembers: members })), expected)
})

test('roles are separated by commas, and spaces do not count', () => {
  const [row = assert.fail()] = rowsOf({ ...team, cortexTeam: { members } })
  const [sent] = sentRows([{ ...row, name: ' Ada ', roles: ' lead,, on call ,' }])
  assert.deepEqual([sent?.name, sent?.roleTags], ['Ada', ['lead', 'on call']])
})
