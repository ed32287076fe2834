/** One row that cannot be read never takes its list with it: it is named beside the list, and reported with the reason. */
import { channel } from 'node:diagnostics_channel'

export type UnreadableRow = { readonly id: string; readonly error: unknown }

/** Where such rows are reported; who keeps the log listens. */
const reports = channel('portico:unreadable-row')

const MOST_REMEMBERED = 10_000
const reported = new Set<string>()

/** Each row once: a list that is asked for every few seconds must not fill the log. */
export const reportUnreadable = (row: UnreadableRow) => {
  if (reported.has(row.id) || reported.size >= MOST_REMEMBERED) return
  reported.add(row.id)
  reports.publish(row)
}

/** @returns ends it */
export const onUnreadable = (report: (row: UnreadableRow) => void): (() => void) => {
  const listen = (message: unknown) => {
    if (typeof message === 'object' && message !== null && 'id' in message && 'error' in message)
      report({ id: String(message.id), error: message.error })
  }
  reports.subscribe(listen)
  return () => reports.unsubscribe(listen)
}

/** What `read` returns, or something to go on with where what is stored cannot be read. */
export const readOr = <Value>(id: string, read: () => Value, otherwise: Value): Value => {
  try {
    return read()
  } catch (error) {
    reportUnreadable({ id, error })
    return otherwise
  }
}

export type Marked = { readonly unreadable?: { readonly ids: string[] } }

export type Presented<Shown> = { readonly shown: Shown[]; readonly marked: Marked }

type Read<Row, Shown> = { readonly idOf: (row: Row) => string; readonly present: (row: Row) => Shown }

/** `marked` goes into the answer, beside the list. */
export const presentRows = <Row, Shown>(
  rows: readonly Row[],
  { idOf, present }: Read<Row, Shown>,
): Presented<Shown> => {
  const shown: Shown[] = []
  const ids: string[] = []
  for (const row of rows)
    try {
      shown.push(present(row))
    } catch (error) {
      ids.push(idOf(row))
      reportUnreadable({ id: idOf(row), error })
    }
  return { shown, marked: ids.length > 0 ? { unreadable: { ids } } : {} }
}
