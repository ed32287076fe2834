/** The tree of teams. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { listTeamTree, type TreeTeam } from '../../../contract/catalog/team-hierarchy.ts'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { call } from '../../core/api/client.ts'
import { ask } from '../../core/api/queries.ts'
import { EntityTree, type TreeKind, type TreePage } from '../../core/layout/entity-tree.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { FilterBar } from '../../core/ui/filter-bar.tsx'
import { Page } from '../../core/ui/page.tsx'
import { NoTeams } from './no-teams.tsx'

type Frame = { title: string; intro: string; docs: string; action: ReactNode; filters: ReactNode }

const sizeOf = ({ members, group }: TreeTeam) => {
  const listed = members === 1 ? '1 member' : `${members} members`
  if (!group) return listed
  return members > 0 ? `${group}, and ${listed}` : group
}

const pageOf = ({ teams, edges, ...rest }: AnswerOf<typeof listTeamTree>): TreePage<TreeTeam> => ({
  ...rest,
  nodes: teams,
  pairs: edges.map(({ parentTeamTag, childTeamTag }) => ({ parentTag: parentTeamTag, childTag: childTeamTag })),
})

const TEAMS: TreeKind<TreeTeam> = {
  name: listTeamTree.id,
  nouns: ['team', 'teams'],
  label: 'Teams',
  size: sizeOf,
  load: async (query, signal) => pageOf(await call(listTeamTree, { query, signal })),
}

export const TeamTree = ({ frame: { filters, ...frame } }: { frame: Frame }) => {
  const query = useQuery({ ...ask(listTeamTree, { query: {} }), select: pageOf })
  return (
    <Page width="wide" {...frame}>
      <FilterBar>{filters}</FilterBar>
      <Loaded query={query}>
        {tree => (tree.total === 0 ? <NoTeams /> : <EntityTree tree={tree} kind={TEAMS} />)}
      </Loaded>
    </Page>
  )
}
