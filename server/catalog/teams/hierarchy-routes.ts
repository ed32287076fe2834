import * as contract from '../../../contract/catalog/team-hierarchy.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { JsonText } from '../../core/http/send.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { teamEdges } from './hierarchy.ts'
import { prepareReplacing, replaceAll } from './replacing.ts'
import { teamTreeAsText } from './tree.ts'

export const hierarchyRoutes: readonly Route[] = [
  on(contract.getTeamEdges, { handle: (_, { answerAside }) => answerAside(teamEdges) }),

  on(contract.listTeamTree, {
    handle: async ({ query }, { aside }) => new JsonText(await aside(teamTreeAsText, query)),
  }),

  on(contract.replaceTeamEdges, {
    prepare: ({ query, body }, context) => {
      if (!query.replace) throw badRequest('replace: must be true. All relationships of teams are replaced.', 'replace')
      return prepareReplacing(context, body.edges)
    },
    handle: async (_, context, related) => {
      await replaceAll(context, related)
      return teamEdges(context.db)
    },
  }),
]
