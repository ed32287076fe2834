/** People: how they are found, listed and made. */
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Permission } from '../../../contract/core/permissions.ts'
import type { USER_SORTS, User } from '../../../contract/identity/users.ts'
import type { Db } from '../../core/db/database.ts'
import { newId } from '../../core/db/ids.ts'
import { idsOfPage, type List, rowsInOrder } from '../../core/db/page.ts'
import { orderBy, type Sorting } from '../../core/db/sorted.ts'
import type { Flag } from '../../core/db/tables.ts'
import { conflict, notFound } from '../../core/problems/problems.ts'
import { type HeldRole, rolesOfMany } from '../access/roles.ts'
import type { Users } from '../access/tables.ts'
import { isSameEmail, lowerEmail, storedForms } from '../emails/comparable.ts'
import { newEmail } from '../emails/new-email.ts'
import { findLookAlike, readsAs } from '../emails/reads-as.ts'
import { replaceGrants } from './grants.ts'

export type UserState = User['state']

export type UserRow = Pick<
  Users,
  'id' | 'email' | 'name' | 'created_at' | 'deactivated_at' | 'last_sign_in_at' | 'sample' | 'version'
> & { has_password: Flag; has_identity: Flag }

/** A person with what they hold. */
export type UserWithRoles = UserRow & {
  readonly state: UserState
  readonly roles: readonly HeldRole[]
  readonly permissions: ReadonlySet<Permission>
}

const flag = (condition: Expression<unknown>) => sql<Flag>`case when ${condition} then 1 else 0 end`

const users = (db: Db) =>
  db
    .selectFrom('users as u')
    .select([
      'u.id',
      'u.email',
      'u.name',
      'u.created_at',
      'u.deactivated_at',
      'u.last_sign_in_at',
      'u.sample',
      'u.version',
    ])
    .select(eb => [
      flag(eb('u.password_hash', 'is not', null)).as('has_password'),
      flag(eb.exists(eb.selectFrom('identities as i').select('i.user_id').whereRef('i.user_id', '=', 'u.id'))).as(
        'has_identity',
      ),
    ])

/** INVITED: the person has no way to sign in yet. */
export const stateOf = ({ deactivated_at, has_password, has_identity }: UserRow): UserState => {
  if (deactivated_at !== null) return 'DEACTIVATED'
  return has_password || has_identity ? 'ACTIVE' : 'INVITED'
}

export const withRoles = async (db: Db, rows: readonly UserRow[]): Promise<UserWithRoles[]> => {
  const roles = await rolesOfMany(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map(row => {
    const held = roles.get(row.id) ?? []
    const permissions = new Set(held.flatMap(role => role.permissions))
    return { ...row, state: stateOf(row), roles: held, permissions }
  })
}

/** Those of these people who exist, by id. */
export const withRolesById = async (db: Db, ids: readonly string[]): Promise<Map<string, UserWithRoles>> => {
  const rows = await users(db)
    .where('u.id', 'in', [...new Set(ids)])
    .execute()
  return new Map((await withRoles(db, rows)).map(user => [user.id, user]))
}

/** @throws Problem 404 */
export const findUser = async (db: Db, id: string): Promise<UserWithRoles> => {
  const rows = await users(db).where('u.id', '=', id).execute()
  const [user] = await withRoles(db, rows)
  if (!user) throw notFound(`No person has the identifier ${id}.`)
  return user
}

/** The person with exactly the email that was typed, or else with the same in another form of Unicode. */
export const findUserByEmail = async (db: Db, email: string) => {
  const rows = await db
    .selectFrom('users')
    .selectAll()
    .where(eb => eb.or([eb('email', 'in', storedForms(email)), eb('reads_as', '=', readsAs(email))]))
    .execute()
  return rows.find(row => row.email === lowerEmail(email)) ?? rows.find(row => isSameEmail(row.email, email))
}

export const somebodyExists = async (db: Db): Promise<boolean> =>
  (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined

export type UserFilter = Sorting<(typeof USER_SORTS)[number]> & {
  query?: string | undefined
  state?: UserState | undefined
  emails?: readonly string[] | undefined
  /** Only people who are not deactivated. */
  active?: true | undefined
  page: number
  pageSize: number
}

type SqlBoolean = RawBuilder<SqlBool>

const escapeLike = (text: string) => text.toLowerCase().replace(/[\\%_]/g, '\\$&')

// written as the index of the list has it
const CAN_SIGN_IN = sql<SqlBool>`(case when u.password_hash is null then 0 else 1 end = 1 or exists (select 1 from identities i where i.user_id = u.id))`

const inState = (state: UserState): SqlBoolean[] => {
  if (state === 'DEACTIVATED') return [sql`u.deactivated_at is not null`]
  return [sql`u.deactivated_at is null`, state === 'ACTIVE' ? CAN_SIGN_IN : sql`not ${CAN_SIGN_IN}`]
}

const SORTS = {
  // never is the longest ago
  by: { name: sql`lower(u.name)`, email: sql`u.email`, lastSignIn: sql`coalesce(u.last_sign_in_at, 0)` },
  id: sql`u.id`,
  first: 'name',
} as const

const matching = ({ query, state, emails, active, ...sorting }: UserFilter): List => {
  const part = query && `%${escapeLike(query)}%`
  const conditions: SqlBoolean[] = [
    sql`1 = 1`,
    ...(emails ? [sql<SqlBool>`u.email in (${sql.join(emails.flatMap(storedForms))})`] : []),
    ...(active ? [sql<SqlBool>`u.deactivated_at is null`] : []),
    ...(part ? [sql<SqlBool>`(lower(u.name) like ${part} escape '\\' or u.email like ${part} escape '\\')`] : []),
    ...(state === undefined ? [] : inState(state)),
  ]
  return {
    id: 'u.id',
    from: sql`from users u where ${sql.join(conditions, sql` and `)}`,
    order: orderBy(SORTS, sorting),
  }
}

/** One page of people, by name unless asked otherwise. */
export const listUsers = async (db: Db, filter: UserFilter): Promise<{ users: UserWithRoles[]; total: number }> => {
  const { ids, total } = await idsOfPage(db, matching(filter), filter)
  const read = (some: readonly string[]) => users(db).where('u.id', 'in', some).execute()
  return { users: await withRoles(db, await rowsInOrder(ids, read, ({ id }) => id)), total }
}

export type NewUser = {
  readonly email: string
  readonly name: string
  readonly passwordHash: string | null
  readonly roleIds: Iterable<string>
}

const emailTaken = () => conflict('email: another person already has this email. Find them in Members.', 'email')

/** @throws Problem 409 */
const mustReadDifferent = async (db: Db, { id, email }: { id: string; email: string }) => {
  const other = await findLookAlike(db, email, id)
  if (!other) return
  if (isSameEmail(other.email, email)) throw emailTaken()
  throw conflict(
    `email: this email looks the same as ${other.email}, which another person has. Use an email that people can tell apart.`,
    'email',
  )
}

/**
 * Makes a person who holds these roles directly.
 * @throws Problem 400 for what is no email, 409 when the email is taken or reads the same as another person's
 */
export const createUser = async (db: Db, { email: typed, name, passwordHash, roleIds }: NewUser, now: number) => {
  const id = newId('us')
  const email = newEmail(typed)
  const made = await db
    .insertInto('users')
    .values({
      id,
      email,
      reads_as: readsAs(email),
      name: name.trim(),
      password_hash: passwordHash,
      created_at: now,
      sample: 0,
      version: 1,
    })
    .onConflict(on => on.column('email').doNothing())
    .returning(['id', 'email', 'name'])
    .executeTakeFirst()
  if (!made) throw emailTaken()
  await mustReadDifferent(db, made)
  await replaceGrants(db, { holder: id, source: 'direct' }, roleIds)
  return made
}
