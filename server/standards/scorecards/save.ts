/** Stores what a descriptor says: creates or replaces the Scorecard and leaves the audit row that says what changed. */

import type { RefusedScorecard } from '../../../contract/standards/scorecards.ts'
import { type Violation, violation } from '../../catalog/descriptors/violations.ts'
import { type Changes, changesBetween } from '../../core/changes/audit.ts'
import { shortened } from '../../core/changes/shortened.ts'
import { readOr } from '../../core/db/rows.ts'
import type { Context } from '../../core/http/mount.ts'
import { changedMeanwhile, refusedWith } from '../../core/problems/problems.ts'
import type { Scorecard, ScorecardDocument } from './document.ts'
import { faultsOfNames, namesIn } from './names.ts'
import {
  contentOf,
  documentOf,
  findSource,
  insertScorecard,
  replaceScorecard,
  requireVersion,
  type ScorecardRow,
} from './scorecards.ts'

const objectType = 'SCORECARD'

const inWords = ([first, ...others]: readonly Violation[]): string => {
  if (!first) return 'The descriptor is not valid.'
  const line = first.startLine === undefined ? '' : ` (line ${first.startLine})`
  return `${first.title}: ${first.description}${line}${others.length > 0 ? ` And ${others.length} more.` : ''}`
}

/** 400 with the violations and, for clients that know no other errors, the fields of every error. */
export const refused = (violations: Violation[], requestId: string) => {
  const details = inWords(violations.filter(({ violationType }) => violationType === 'MUST'))
  const body: RefusedScorecard = {
    ok: false,
    violations,
    message: 'Bad Request',
    type: 'BAD_REQUEST',
    details,
    httpStatus: 400,
    requestId,
  }
  return refusedWith(body, details)
}

export type ToSave = {
  readonly scorecard: Scorecard
  /** The descriptor as written. */
  readonly source: string
  readonly version?: number | undefined
  /** Refuses what storing would refuse, and stores nothing. */
  readonly dryRun?: boolean | undefined
}

/** A name that hides something is refused, unless the stored Scorecard has it already. @throws Problem 400 */
const checkNames = async ({ db, requestId }: Context, scorecard: Scorecard) => {
  const faults = faultsOfNames(scorecard)
  if (faults.length === 0) return
  const there = await findSource(db, scorecard.tag)
  const known = new Set(there ? namesIn(there) : [])
  const fresh = faults.filter(({ name }) => !known.has(name))
  if (fresh.length > 0) throw refused(fresh.map(violation), requestId)
}

/**
 * Answers the row as it is afterwards; with `dryRun` as it would be. The same text once more changes nothing.
 * @throws Problem 409 where `version` is not the one stored
 */
export const saveScorecard = async (context: Context, wanted: ToSave): Promise<ScorecardRow> => {
  const { db, now, audit, nothingWritten } = context
  const { scorecard, source, version, dryRun } = wanted
  await checkNames(context, scorecard)
  const tryFirst = version === undefined && !dryRun // a version means that it must be there
  const inserted = tryFirst ? await insertScorecard(db, { scorecard, source, now }) : undefined
  if (inserted) {
    const changes = shortened(changesBetween({}, auditable(inserted)))
    await audit({ action: 'CREATE', objectType, objectIdentifier: inserted.tag, changes })
    return inserted
  }
  const there = await findSource(db, scorecard.tag)
  if (!there && version !== undefined) throw changedMeanwhile()
  if (there) requireVersion(there, version)
  if (there && there.descriptor !== source && !dryRun) return replace(context, there, wanted)
  nothingWritten()
  return there?.descriptor === source ? there : wouldBe(there, { scorecard, now })
}

type Stored = ScorecardRow & { descriptor: string }

const replace = async ({ db, now, audit }: Context, before: Stored, { scorecard, source }: ToSave) => {
  const after = await replaceScorecard(db, before, { scorecard, source, now })
  await audit({
    action: 'UPDATE',
    objectType,
    objectIdentifier: after.tag,
    changes: shortened({ ...changesBetween(auditable(before), auditable(after)), ...lengths(before, source) }),
  })
  return after
}

const lengths = ({ descriptor }: Stored, source: string): Changes => ({
  descriptor: { before: `${descriptor.length} characters`, after: `${source.length} characters` },
})

const wouldBe = (there: Stored | undefined, wanted: Parameters<typeof contentOf>[0]): ScorecardRow => ({
  id: there?.id ?? '',
  created_at: there?.created_at ?? wanted.now,
  sample: there?.sample ?? 0,
  version: there?.version ?? 0,
  ...contentOf(wanted),
})

/** What an auditor wants to see of a Scorecard: each rule by itself, so that a change shows which. */
export const auditable = (row: ScorecardRow): Record<string, unknown> => {
  const document: Partial<ScorecardDocument> = {}
  const { rules = [], ...settings } = readOr(row.id, () => documentOf(row), document)
  return {
    name: row.name,
    description: row.description ?? undefined,
    draft: row.is_draft === 1,
    ...settings,
    ...Object.fromEntries(rules.map(({ identifier, ...rule }) => [`rule ${identifier}`, rule])),
  }
}
