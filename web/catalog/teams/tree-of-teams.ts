/** Pairs of teams as a tree. */
import type { TeamEdge, TreeTeam } from '../../../contract/catalog/team-hierarchy.ts'

export type Forest = {
  readonly roots: readonly TreeTeam[]
  /** By the tag of the parent. */
  readonly children: ReadonlyMap<string, readonly TreeTeam[]>
}

/** Everything below a team, itself included. */
const reach = (children: Forest['children'], from: TreeTeam, seen: Set<string>) => {
  const waiting = [from]
  for (let team = waiting.pop(); team; team = waiting.pop()) {
    if (seen.has(team.tag)) continue
    seen.add(team.tag)
    waiting.push(...(children.get(team.tag) ?? []))
  }
}

/** Teams without a parent are roots, and of a cycle that hangs below none of them, the first team. */
export const forestOf = (teams: readonly TreeTeam[], edges: readonly TeamEdge[]): Forest => {
  const byTag = new Map(teams.map(team => [team.tag, team]))
  const children = new Map<string, TreeTeam[]>()
  const below = new Set<string>()
  for (const { parentTeamTag, childTeamTag } of edges) {
    const child = byTag.get(childTeamTag)
    if (!child || parentTeamTag === childTeamTag) continue
    children.set(parentTeamTag, [...(children.get(parentTeamTag) ?? []), child])
    below.add(childTeamTag)
  }
  const roots = teams.filter(({ tag }) => !below.has(tag))
  const seen = new Set<string>()
  for (const root of roots) reach(children, root, seen)
  for (const team of teams)
    if (!seen.has(team.tag)) {
      roots.push(team)
      reach(children, team, seen)
    }
  return { roots, children }
}
