/** People, for the palette. */
import { listUsers } from '../../../contract/identity/users.ts'
import { call } from '../../core/api/client.ts'
import { findAnyway } from '../../core/layout/find-anyway.ts'
import { paths } from '../../core/layout/paths.ts'

const ASKED = 50

export const findPeople = async (typed: string, signal: AbortSignal) => {
  const ask = async (query: string) => (await call(listUsers, { query: { query, pageSize: ASKED }, signal })).users
  const found = await findAnyway(typed, ask, ({ name, email }) => `${name} ${email}`)
  return found.map(({ name, email }) => ({ label: name, hint: email, to: paths.members, search: { query: email } }))
}
