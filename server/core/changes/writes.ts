/** The one way to say what a write did: the version that was expected, the audit row and the event come from one call. */
import type { AuditAction, ObjectType } from '../../../contract/outbound/audit.ts'
import { changedMeanwhile } from '../problems/problems.ts'
import { type Changes, changesBetween } from './audit.ts'
import type { Entry } from './entry.ts'
import { shortened } from './shortened.ts'

/** What auditors may see of a thing: never a secret. */
export type Facts = Readonly<Record<string, unknown>>

/** One of the product's nouns, as the audit log knows it. */
export type Kind<Row> = {
  readonly type: ObjectType
  /** What people find it by. */
  readonly idOf: (row: Row) => string
  readonly facts: (row: Row) => Facts
  /** Values may be long: the log keeps their beginning. */
  readonly isLong?: boolean
  /** What is to be seen of one write beside the facts of the row: `{ ...TOKEN, also: { leaked: { after: true } } }`. */
  readonly also?: Changes
}

/** Of things that people edit; `If-Match` names the version that they saw. */
const versionOf = (row: unknown): unknown =>
  typeof row === 'object' && row !== null && 'version' in row ? row.version : undefined

export type Writes = {
  readonly created: <Row>(kind: Kind<Row>, row: Row) => Promise<void>
  /** @throws Problem 409 when the row had another version than `If-Match` names */
  readonly changed: <Row>(kind: Kind<Row>, before: Row, after: Row) => Promise<void>
  /** @throws Problem 409 when the row had another version than `If-Match` names */
  readonly removed: <Row>(kind: Kind<Row>, row: Row) => Promise<void>
}

/** @throws Problem 409 when `expected` is another version than the row's; a row without one has nothing to compare */
export const expectVersion = (row: unknown, expected: number | undefined) => {
  const version = versionOf(row)
  if (expected !== undefined && version !== undefined && version !== expected) throw changedMeanwhile()
}

type Difference = { readonly action: AuditAction; readonly before: Facts; readonly after: Facts }

const entryOf = <Row>(kind: Kind<Row>, row: Row, { action, before, after }: Difference): Entry => {
  const changes = { ...changesBetween(before, after), ...kind.also }
  return {
    action,
    objectType: kind.type,
    objectIdentifier: kind.idOf(row),
    changes: kind.isLong ? shortened(changes) : changes,
  }
}

type Audit = (entry: Entry) => Promise<void>

export type Versions = {
  /** The version that the call names. */
  readonly expected: number | undefined
  /** Whether the operation says that it changes rows with a version. */
  readonly declared: boolean
}

const compare = (row: unknown, { expected, declared }: Versions) => {
  if (!declared && versionOf(row) !== undefined)
    throw new Error('this changes a row that has a version: its operation must be declared as `versioned`')
  expectVersion(row, expected)
}

export const writesOf = (audit: Audit, versions: Versions): Writes => ({
  created: (kind, row) => audit(entryOf(kind, row, { action: 'CREATE', before: {}, after: kind.facts(row) })),

  changed: (kind, before, after) => {
    compare(before, versions)
    const facts = { before: kind.facts(before), after: kind.facts(after) }
    return audit(entryOf(kind, after, { action: 'UPDATE', ...facts }))
  },

  removed: (kind, row) => {
    compare(row, versions)
    return audit(entryOf(kind, row, { action: 'DELETE', before: kind.facts(row), after: {} }))
  },
})
