import type { Team, TeamMember } from '../../../contract/catalog/teams.ts'

/** Whom the descriptor of a team lists, beside the group that it may stand for. */
export const membersOf = ({ cortexTeam, additionalMembers = [] }: Team): readonly TeamMember[] =>
  cortexTeam?.members ?? additionalMembers
