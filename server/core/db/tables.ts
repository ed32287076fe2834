/**
 * The schema: each slice has its tables in a `tables.ts` of its own and adds them here. Times are milliseconds UTC (an instant) or ISO
 * dates (a day), booleans 0 or 1, documents JSON text. Ids carry a prefix: us user, ro role, pt personal token, ak API key, ss session,
 * li link, en entity, sc Scorecard, au audit row, no notice, wh webhook, wd webhook delivery, vw view.
 */
export type Flag = 0 | 1

/** The descriptor of an entity or a Scorecard as written: the truth. Long, and rarely read. */
export type Sources = { id: string; descriptor: string }

/** Lower-case text of an entity or a Scorecard that searches look through; see `search.ts`. */
export type Texts = { id: string; text: string }

export type Settings = { key: string; value: string }

/** Name → row. A slice adds its own with `declare module`. */
export interface Tables {
  settings: Settings
}
