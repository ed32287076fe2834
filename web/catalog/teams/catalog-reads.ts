import {
  countEntities,
  getEntity,
  getEntityDescriptor,
  listCatalogFilters,
  listEntities,
} from '../../../contract/catalog/catalog.ts'
import { getTeamEdges, listTeamTree } from '../../../contract/catalog/team-hierarchy.ts'
import { getTeam, listTeams } from '../../../contract/catalog/teams.ts'
import { listVersions } from '../../../contract/catalog/versions.ts'

/** Queries to refresh after a team, or any other entity, is saved. */
export const CATALOG_READS = [
  listTeams,
  getTeam,
  listTeamTree,
  getTeamEdges,
  listEntities,
  listCatalogFilters,
  countEntities,
  getEntity,
  getEntityDescriptor,
  listVersions,
] as const
