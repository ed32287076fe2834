/** Stores what a descriptor says of a Scorecard. */

import type { RefusedScorecard } from '../../../contract/standards/scorecards.ts'
import { type Store, saveDescribed, type ToSave } from '../../catalog/descriptors/save.ts'
import { type Violation, violation } from '../../catalog/descriptors/violations.ts'
import type { Kind } from '../../core/changes/writes.ts'
import { readOr } from '../../core/db/rows.ts'
import type { Context } from '../../core/http/mount.ts'
import { refusedWith } from '../../core/problems/problems.ts'
import type { Scorecard, ScorecardDocument } from './document.ts'
import { faultsOfNames, namesIn } from './names.ts'
import {
  contentOf,
  documentOf,
  findSource,
  insertScorecard,
  replaceScorecard,
  type ScorecardRow,
} from './scorecards.ts'

const inWords = ([first, ...others]: readonly Violation[]): string => {
  if (!first) return "The descriptor isn't valid."
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

/** A name that hides something is refused, unless the stored Scorecard has it already. @throws Problem 400 */
const checkNames = async ({ db, requestId }: Context, scorecard: Scorecard) => {
  const faults = faultsOfNames(scorecard)
  if (faults.length === 0) return
  const there = await findSource(db, scorecard.tag)
  const known = new Set(there ? namesIn(there) : [])
  const fresh = faults.filter(({ name }) => !known.has(name))
  if (fresh.length > 0) throw refused(fresh.map(violation), requestId)
}

/** What an auditor wants to see of a Scorecard: each rule separately, so that a change shows which. */
const facts = (row: ScorecardRow) => {
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

export const SCORECARD: Kind<ScorecardRow> = { type: 'SCORECARD', idOf: ({ tag }) => tag, facts, isLong: true }

type Stored = ScorecardRow & { descriptor: string }

const STORE: Store<Scorecard, ScorecardRow, Stored> = {
  kind: SCORECARD,
  find: (db, { tag }) => findSource(db, tag),
  insert: (db, { described: scorecard, source, now }) => insertScorecard(db, { scorecard, source, now }),
  replace: async (db, before, { described: scorecard, source, now }) => ({
    before,
    after: await replaceScorecard(db, before, { scorecard, source, now }),
  }),
}

const wouldBe = (there: Stored | undefined, wanted: Parameters<typeof contentOf>[0]): ScorecardRow => ({
  id: there?.id ?? '',
  created_at: there?.created_at ?? wanted.now,
  sample: there?.sample ?? 0,
  version: there?.version ?? 0,
  ...contentOf(wanted),
})

/**
 * Answers the row as it is afterwards; with `dryRun` as it would be. The same text once more changes nothing.
 * @throws Problem 409 where `version` is not the one stored
 */
export const saveScorecard = async (context: Context, wanted: ToSave<Scorecard>): Promise<ScorecardRow> => {
  const { described: scorecard, source } = wanted
  await checkNames(context, scorecard)
  const saved = await saveDescribed(context, STORE, wanted)
  if (saved.outcome !== 'NOTHING') return saved.row
  const { there } = saved
  return there?.descriptor === source ? there : wouldBe(there, { scorecard, now: context.now })
}
