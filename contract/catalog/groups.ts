/** The groups of an entity, by its descriptor and by the API. */
import * as T from 'typebox'
import { EMPTY, operation } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'

const tag = 'Groups'
const path = '/api/v1/catalog/{tagOrId}/groups'
const editing = { permission: 'EDIT_ENTITIES' } as const

/** Of one entity, those of its descriptor included. */
export const MOST_GROUPS = 500

const Memberships = T.Object({
  groups: T.Array(T.Object({ tag: T.String({ minLength: 1, maxLength: 255, format: 'name' }) }), {
    maxItems: MOST_GROUPS,
  }),
})

const GroupMemberships = T.Object(
  { groups: T.Array(T.Object({ tag: T.String() })), ...pageFields },
  { $id: 'GroupMembershipsResponse' },
)

export const listGroups = operation({
  id: 'listGroupsForEntity',
  method: 'GET',
  path,
  tag,
  summary: 'List the groups of an entity',
  needs: { permission: 'VIEW_CATALOGS' },
  query: T.Object(paging),
  answers: { 200: GroupMemberships },
})

export const addGroups = operation({
  id: 'addGroupsToEntity',
  method: 'PUT',
  path,
  tag,
  summary: 'Add an entity to groups',
  description: `The groups stay when the descriptor is written again, and the descriptor does not show them. Groups that the entity is in already, in any letter case, are not added again. An entity has up to ${MOST_GROUPS} groups.`,
  needs: editing,
  writes: true,
  versioned: true,
  body: Memberships,
  answers: { 200: GroupMemberships },
})

export const removeGroups = operation({
  id: 'deleteGroupsFromEntity',
  method: 'DELETE',
  path,
  tag,
  summary: 'Remove an entity from groups',
  description: 'Only groups that were added by the API. Those that the descriptor names are removed there.',
  needs: editing,
  writes: true,
  versioned: true,
  body: Memberships,
  answers: { 200: EMPTY },
})
