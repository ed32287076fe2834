/** The first steps of a workspace, for the people who manage it, until all are done. Each is read from what is there. */
import { sql } from 'kysely'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import type { getHome } from '../../../contract/outbound/home.ts'
import type { Db } from '../../core/db/database.ts'

export type Moment = { readonly now: number; readonly hasProvider: boolean }

/** After that the workspace is set up the way it is meant to be. */
const NEW_MS = 30 * 86_400_000
/** The sample people are fewer. */
const MOST_PEOPLE = 8

type There = { created_at: number; people: number; entity: string | null; token: string | null; call: string | null }

/** Every part reads the start of an index. */
const whatIsThere = async (db: Db, userId: string): Promise<There | undefined> => {
  const { rows } = await sql<There>`select created_at,
    (select count(*) from (select id, sample from users where lower(name) >= '' order by lower(name) limit ${MOST_PEOPLE}) first_people
      where first_people.sample = 0) as people,
    (select tag from entities where tag > '' order by tag limit 1) as entity,
    (select cid from credentials where kind = 'personal' order by created_at limit 1) as token,
    (select cid from credential_uses where cid > '' order by cid limit 1) as call
    from users where id = ${userId}`.execute(db)
  return rows[0]
}

export const readChecklist = async (
  db: Db,
  userId: string,
  { now, hasProvider }: Moment,
): Promise<AnswerOf<typeof getHome>['checklist']> => {
  const there = await whatIsThere(db, userId)
  if (!there || Number(there.created_at) < now - NEW_MS) return null
  const steps = [
    { step: 'people', done: Number(there.people) > 1 },
    { step: 'catalog', done: there.entity !== null },
    { step: 'token', done: there.token !== null },
    { step: 'call', done: there.call !== null },
    { step: 'provider', done: hasProvider },
  ] as const
  return steps.every(({ done }) => done) ? null : [...steps]
}
