/** Teams below each other. Few are all open; of more than the server sends at once, each level loads when it is opened. */
import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { listTeamTree, type TreeTeam } from '../../../contract/catalog/team-hierarchy.ts'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { call } from '../../core/api/client.ts'
import { ask } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { Problem } from '../../core/layout/problem.tsx'
import { FilterBar } from '../../core/ui/filter-bar.tsx'
import { Loading } from '../../core/ui/loading.tsx'
import { Page } from '../../core/ui/page.tsx'
import { Count } from '../../core/ui/pager.tsx'
import { NoTeams } from './no-teams.tsx'
import { TeamBranch } from './team-branch.tsx'
import classes from './team-tree.module.css'
import { type Forest, forestOf } from './tree-of-teams.ts'

type TeamsAsTree = AnswerOf<typeof listTeamTree>

type Frame = { title: string; intro: string; docs: string; action: ReactNode; filters: ReactNode }

export const TeamTree = ({ frame: { filters, ...frame } }: { frame: Frame }) => {
  const query = useQuery(ask(listTeamTree, { query: {} }))
  return (
    <Page width="wide" {...frame}>
      <FilterBar>{filters}</FilterBar>
      <Loaded query={query}>{tree => (tree.total === 0 ? <NoTeams /> : <Tree tree={tree} />)}</Loaded>
    </Page>
  )
}

const Tree = ({ tree: { isWhole, teams, edges, total } }: { tree: TeamsAsTree }) => {
  const forest = useMemo(() => forestOf(teams, edges), [teams, edges])
  if (isWhole)
    return (
      <>
        <Branches teams={forest.roots} path={[]} forest={forest} />
        <Count total={total} noun={['team', 'teams']} />
      </>
    )
  return (
    <>
      <Level path={[]} />
      <Count total={total} noun={['team without a parent', 'teams without a parent']} />
    </>
  )
}

type Path = { readonly path: readonly string[] }

/** @param forest all of it; without it, what is below a team is asked for */
const Branches = ({ teams, path, forest }: Path & { teams: readonly TreeTeam[]; forest?: Forest }) => (
  <ul className={path.length === 0 ? classes.tree : classes.below} aria-label={path.length === 0 ? 'Teams' : undefined}>
    {teams
      .filter(({ tag }) => !path.includes(tag))
      .map(team => (
        <TeamBranch key={team.id} team={team} isOpen={forest !== undefined}>
          {() =>
            forest ? (
              <Branches teams={forest.children.get(team.tag) ?? []} path={[...path, team.tag]} forest={forest} />
            ) : (
              <Level path={[...path, team.tag]} />
            )
          }
        </TeamBranch>
      ))}
  </ul>
)

const Level = ({ path }: Path) => {
  const parentTag = path.at(-1)
  const query = useInfiniteQuery({
    queryKey: [listTeamTree.id, 'level', parentTag],
    queryFn: ({ pageParam: page, signal }) => call(listTeamTree, { query: { parentTag, page }, signal }),
    initialPageParam: 0,
    getNextPageParam: ({ page, totalPages }) => (page + 1 < totalPages ? page + 1 : undefined),
  })
  if (query.isPending) return <Loading lines={2} />
  return (
    <>
      <Branches teams={query.data?.pages.flatMap(({ teams }) => teams) ?? []} path={path} />
      <Problem error={query.error} retry={() => void query.refetch()} />
      {query.hasNextPage && (
        <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more teams
        </Button>
      )}
    </>
  )
}
