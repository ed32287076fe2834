/** Data points of custom metrics. */
import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import { inChunks } from '../../core/db/chunks.ts'
import type { Db } from '../../core/db/database.ts'
import { requiredInstant } from '../../core/problems/instant.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { newUuid } from '../reported/reported.ts'
import type { MetricPoints } from './tables.ts'

export type Row = Selectable<MetricPoints>

export type Series = { readonly entityId: string; readonly key: string }

const MONTHS = 6

/** The earliest instant that a data point may be of, and that lists begin with. */
export const sixMonthsBefore = (now: number): number =>
  Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC').subtract({ months: MONTHS }).epochMilliseconds

type Sent = { readonly value: number; readonly timestamp?: string | null }

/** @throws Problem 400 for a time that is none, or that is more than six months ago */
export const pointsOf = (sent: readonly Sent[], { entityId, key, now }: Series & { readonly now: number }): Row[] => {
  const earliest = sixMonthsBefore(now)
  return sent.map(({ value, timestamp }) => {
    const at = timestamp === undefined || timestamp === null ? now : requiredInstant('timestamp', timestamp)
    if (at < earliest) throw badRequest('timestamp: must not be more than 6 months ago.', 'timestamp')
    return { id: newUuid(), entity_id: entityId, key, at, value, reported_at: now }
  })
}

export const insertPoints = (db: Db, rows: readonly Row[]) =>
  inChunks(rows, some => db.insertInto('metric_points').values(some).execute())

export const inSeries = (
  { entityId, key }: Series,
  { from, until }: { from: number; until: number | undefined },
): RawBuilder<SqlBool> =>
  sql<SqlBool>`entity_id = ${entityId} and key = ${key} and at >= ${from} ${until === undefined ? sql`` : sql`and at <= ${until}`}`
