import * as contract from '../../../contract/catalog/teams.ts'
import { type Context, on, type Route } from '../../core/http/mount.ts'
import { JsonText } from '../../core/http/send.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { archive, ENTITY } from '../entities/archiving.ts'
import { deleteEntity, documentOf, type EntityRow } from '../entities/entities.ts'
import { teamsAsText } from './list.ts'
import { type Changed, describeChange, describeNew, saveChange, saveNew } from './saving.ts'
import { eachOnce, findTeam, presentTeam, teamWords } from './team.ts'

type MembersBody = { readonly members: readonly { name: string; email: string; roleTags?: readonly string[] }[] }

const groupsIn = (row: EntityRow) => documentOf(row).team?.groups ?? []

const changeTeam = async (context: Context, tagOrId: string, body: contract.ChangedTeam) => {
  const row = await findTeam(context.db, tagOrId)
  return describeChange(context, row, teamWords(body, { groups: groupsIn(row) }))
}

const changeMembers = async (context: Context, tagOrId: string, { members }: MembersBody) => {
  const row = await findTeam(context.db, tagOrId)
  const [group] = groupsIn(row)
  if (group)
    throw badRequest(
      `The members of ${row.tag} are those of the group ${group.name}. To list others beside it, update the team with additionalMembers.`,
    )
  const named = eachOnce(members).map(({ roleTags = [], ...member }) => {
    return { ...member, roles: roleTags.map(name => ({ name })) }
  })
  return describeChange(context, row, { name: row.name, members: named })
}

/** What `prepare` described is stored. */
const stored = async ({ version }: { version: number | undefined }, context: Context, changed: Changed) =>
  presentTeam(await saveChange(context, changed, version))

const remove = async ({ db, removed }: Context, tagOrId: string) => {
  const row = await findTeam(db, tagOrId)
  await deleteEntity(db, row)
  await removed(ENTITY, row)
  return undefined
}

export const teamRoutes: readonly Route[] = [
  on(contract.listTeams, {
    handle: async ({ query: { teamTag, ...query } }, { db, aside }) =>
      teamTag === undefined ? new JsonText(await aside(teamsAsText, query)) : presentTeam(await findTeam(db, teamTag)),
  }),

  on(contract.createTeam, {
    prepare: ({ body: { teamTag, ...body } }, context) =>
      describeNew(context, { head: { 'x-cortex-tag': teamTag, 'x-cortex-type': 'team' }, words: teamWords(body) }),
    handle: async (_, context, prepared) => presentTeam(await saveNew(context, prepared)),
  }),

  on(contract.getTeam, { handle: async ({ params }, { db }) => presentTeam(await findTeam(db, params.tagOrId)) }),

  on(contract.updateTeam, {
    prepare: ({ params, body }, context) => changeTeam(context, params.tagOrId, body),
    handle: stored,
  }),
  on(contract.updateTeamByTag, {
    prepare: ({ query, body }, context) => changeTeam(context, query.teamTag, body),
    handle: stored,
  }),
  on(contract.updateTeamMembers, {
    prepare: ({ params, body }, context) => changeMembers(context, params.tagOrId, body),
    handle: stored,
  }),
  on(contract.updateTeamMembersByTag, {
    prepare: ({ query, body }, context) => changeMembers(context, query.teamTag, body),
    handle: stored,
  }),

  on(contract.deleteTeam, { handle: ({ params }, context) => remove(context, params.tagOrId) }),
  on(contract.deleteTeamByTag, { handle: ({ query }, context) => remove(context, query.teamTag) }),

  on(contract.archiveTeam, {
    handle: async ({ params, version }, context) =>
      presentTeam(await archive(context, await findTeam(context.db, params.tagOrId), { isArchived: true, version })),
  }),
  on(contract.unarchiveTeam, {
    handle: async ({ params, version }, context) =>
      presentTeam(await archive(context, await findTeam(context.db, params.tagOrId), { isArchived: false, version })),
  }),
]
