import type { Team, TeamMember } from '../../../contract/catalog/teams.ts'

/** The people that a team's descriptor lists, beside the group that it may stand for. */
export const membersOf = ({ cortexTeam, additionalMembers = [] }: Team): readonly TeamMember[] =>
  cortexTeam?.members ?? additionalMembers
