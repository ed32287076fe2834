/** The members of a team as rows of a form. */
import type { Team } from '../../../contract/catalog/teams.ts'
import { membersOf } from './members-of.ts'

export type MemberRow = {
  readonly key: string
  readonly name: string
  readonly email: string
  /** Tags with commas between them. */
  readonly roles: string
  readonly isNotified: boolean
  readonly description: string | undefined
}

export type MemberValues = { readonly members: readonly MemberRow[] }

let made = 0
const newKey = () => `member-${++made}`

export const NEW_MEMBER = (): MemberRow => ({
  key: newKey(),
  name: '',
  email: '',
  roles: '',
  isNotified: true,
  description: undefined,
})

export const rowsOf = (team: Team): MemberRow[] =>
  membersOf(team).map(({ name = '', email = '', roles, notificationsEnabled, description }) => ({
    key: newKey(),
    name,
    email,
    roles: roles.map(({ tag }) => tag).join(', '),
    isNotified: notificationsEnabled,
    description,
  }))

const tagsIn = (roles: string) => roles.split(',').flatMap(role => role.trim() || [])

/** As they are sent. What the form does not show stays. */
export const sentRows = (rows: readonly MemberRow[]) =>
  rows.map(({ name, email, roles, isNotified, description }) => ({
    name: name.trim(),
    email: email.trim(),
    roleTags: tagsIn(roles),
    notificationsEnabled: isNotified,
    ...(description === undefined ? {} : { description }),
  }))
