import * as contract from '../../../contract/standards/scorecards.ts'
import { readerFor } from '../../catalog/descriptors/reading.ts'
import { presentRows } from '../../core/db/rows.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { Answer } from '../../core/http/send.ts'
import { presentScorecard } from './present.ts'
import { describeSoon } from './reading.ts'
import { refused, SCORECARD, saveScorecard } from './save.ts'
import { deleteScorecard, findDescriptor, findScorecard, listScorecards, type ScorecardRow } from './scorecards.ts'

export const scorecardRoutes: readonly Route[] = [
  on(contract.upsertScorecard, {
    prepare: async ({ body }, context) => {
      const { scorecard, violations } = await describeSoon(readerFor(context), body)
      if (!scorecard) throw refused(violations, context.requestId)
      return { scorecard, violations }
    },
    handle: async ({ body, query, version }, context, { scorecard, violations }) => {
      const row = await saveScorecard(context, { described: scorecard, source: body, version, dryRun: query.dryRun })
      return { scorecard: presentScorecard(row), ...(violations.length > 0 ? { violations } : {}) }
    },
  }),

  on(contract.listScorecards, {
    handle: async ({ query }, { db, actor }) => {
      const page = pageOf(query)
      const { rows, total } = await listScorecards(db, query, page)
      const asker = query.abilities ? actor : undefined
      const present = (row: ScorecardRow) => presentScorecard(row, asker)
      const { shown: scorecards, marked } = presentRows(rows, { idOf: ({ tag }) => tag, present })
      return { scorecards, ...marked, ...pageFields(page, total) }
    },
  }),

  on(contract.getScorecard, {
    handle: async ({ params, query }, { db, actor }) => ({
      scorecard: presentScorecard(await findScorecard(db, params.tag), query.abilities ? actor : undefined),
    }),
  }),

  on(contract.deleteScorecard, {
    handle: async ({ params }, { db, removed }) => {
      await removed(SCORECARD, await deleteScorecard(db, params.tag))
      return undefined
    },
  }),

  on(contract.getScorecardDescriptor, {
    handle: async ({ params }, { db }) =>
      new Answer(200, await findDescriptor(db, params.tag), { 'content-type': 'application/yaml; charset=utf-8' }),
  }),
]
