/** What changed most recently. */

import type { Selectable } from 'kysely'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import type { getHome } from '../../../contract/outbound/home.ts'
import type { AuditLogs } from '../../core/changes/tables.ts'
import type { Db } from '../../core/db/database.ts'
import { presentRows } from '../../core/db/rows.ts'
import { iso } from '../../core/problems/instant.ts'
import type { Recent } from './owned.ts'

type Change = AnswerOf<typeof getHome>['changes'][number]

const MOST_SHOWN = 8
/** Of the newest entries, some are reads and refusals, which changed nothing. */
const MOST_READ = 60

const ACTIONS = ['CREATE', 'UPDATE', 'DELETE'] as const

/** Sign-ins and what they need are in the log, and change nothing that people work with. */
const UNSEEN = new Set(['SESSION', 'PASSWORD', 'ONE_TIME_LINK'])

type Row = Pick<
  Selectable<AuditLogs>,
  'at' | 'action' | 'object_type' | 'object_identifier' | 'actor_email' | 'actor_name'
> & { name: string | null }

const present = (row: Row): Change => {
  const actor = row.actor_email ?? row.actor_name
  return {
    at: iso(Number(row.at)),
    action: ACTIONS.find(one => one === row.action) ?? 'UPDATE',
    objectType: row.object_type,
    objectIdentifier: row.object_identifier,
    ...(row.name === null ? {} : { objectName: row.name }),
    ...(actor === null ? {} : { actor }),
  }
}

export const auditChanges = async (db: Db): Promise<Change[]> => {
  const newest = db.selectFrom('audit_logs').select('id').orderBy('at', 'desc').orderBy('id', 'desc').limit(MOST_READ)
  const rows = await db
    .selectFrom('audit_logs')
    .leftJoin('credentials', 'credentials.cid', 'audit_logs.object_identifier')
    .select(['id', 'at', 'action', 'object_type', 'object_identifier', 'actor_email', 'actor_name', 'outcome', 'name'])
    .where('id', 'in', newest)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const changes = rows.filter(
    ({ action, outcome, object_type }) => action !== 'READ' && outcome === 'DONE' && !UNSEEN.has(object_type),
  )
  return presentRows(changes.slice(0, MOST_SHOWN), { idOf: ({ id }) => id, present }).shown
}

/** For people who may not see the log: when what they own was last changed. */
export const ownChanges = (recent: readonly Recent[]): Change[] =>
  presentRows(recent, {
    idOf: ({ tag }) => tag,
    present: ({ tag, created_at, updated_at }): Change => ({
      at: iso(updated_at),
      action: created_at === updated_at ? 'CREATE' : 'UPDATE',
      objectType: 'ENTITY',
      objectIdentifier: tag,
    }),
  }).shown
