import * as T from 'typebox'
import { Deleted, deletesInBulk, dryRun as dryRunOfDelete } from '../core/bulk-delete.ts'
import { ErrorResponse } from '../core/errors.ts'
import { EMPTY, NOT_MODIFIED, operation, textBody } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'
import { abilitiesFlag } from '../core/schemas.ts'
import { sorting } from '../core/sorting.ts'
import { EntityDetails, EntitySummary, Violations } from './entities.ts'
import { EntityPreview } from './previews.ts'

const optional = T.Optional

/** Matches of a search that are counted and sorted by relevance. */
export const MOST_RANKED = 1000

const flag = (description: string) => optional(T.Boolean({ description }))
const words = (description: string) => optional(T.Array(T.String({ maxLength: 255 }), { maxItems: 500, description }))
const hierarchyDepth = optional(
  T.String({
    maxLength: 4,
    pattern: '^(?:full|FULL|\\d{1,4})$',
    default: 'full',
    description: "How deep parents and children go: 'full' or a number",
  }),
)
const includeHierarchyFields = words("Extra fields of the nodes in the hierarchy; only 'groups' is supported")

const descriptorBody = textBody('application/openapi;charset=UTF-8', 'The entity descriptor, YAML')
/** The violations of the descriptor, or what else is wrong with the request. */
const Refused = T.Union([Violations, ErrorResponse])
const dryRun = flag('Validate the descriptor without storing it')

export const upsertEntity = operation({
  id: 'createOrUpdateEntity',
  method: 'POST',
  path: '/api/v1/open-api',
  tag: 'Catalog entities',
  summary: 'Create or replace an entity by its descriptor',
  needs: { permission: 'EDIT_ENTITIES' },
  writes: true,
  versioned: true,
  query: T.Object({
    dryRun,
    preview: flag('With dryRun: return what storing the descriptor would change. The write is made and rolled back'),
    mode: optional(T.Enum(['UPSERT', 'CREATE'], { description: 'CREATE rejects a tag that already exists' })),
    githubPullRequest: optional(T.Integer({ description: 'Accepted; nothing is sent to GitHub' })),
  }),
  body: descriptorBody,
  answers: {
    200: T.Object({ ...Violations.properties, preview: optional(EntityPreview) }, { $id: 'SavedDescriptor' }),
    400: Refused,
  },
})

export const patchEntity = operation({
  id: 'createOrPatchEntity',
  method: 'PATCH',
  path: '/api/v1/open-api',
  tag: 'Catalog entities',
  summary: 'Merge a partial descriptor into an entity, or create it',
  needs: { permission: 'EDIT_ENTITIES' },
  alsoRefuses: [404],
  writes: true,
  versioned: true,
  query: T.Object({
    dryRun,
    deleteMarkerValue: optional(
      T.String({
        minLength: 1,
        maxLength: 200,
        description: 'Keys with this value are removed, for example __delete__',
      }),
    ),
    appendArrays: flag('Append to arrays instead of replacing them; duplicate scalar values are kept once'),
    failIfEntityDoesNotExist: flag('Return 404 instead of creating the entity'),
  }),
  body: descriptorBody,
  answers: { 200: Violations, 201: Violations, 400: Refused },
})

export const ENTITY_SORTS = ['tag', 'lastUpdated', 'name'] as const

/** Filters of entities, for the list and for counts. */
const catalogFilters = {
  types: words('Only these types'),
  groups: words('Only entities in one of these groups'),
  owners: words('Only entities owned by one of these groups or emails'),
  unowned: flag('Only entities whose descriptor has no owner'),
  ungrouped: flag('Only entities that are in no group'),
  gitRepositories: words('Only entities of these repositories, as org/repo'),
  violatesSchema: flag('Only entities that do not satisfy the schema of their type'),
  includeArchived: flag('Include archived entities'),
}

export const listEntities = operation({
  id: 'listAllEntities',
  method: 'GET',
  path: '/api/v1/catalog',
  tag: 'Catalog entities',
  summary: 'List entities',
  description:
    'Sorted by tag, or by relevance with query. A search with more than 1,000 matches is sorted by tag, those first whose tag starts with the words, and its total is only more than the pages so far hold. Teams are left out unless types or includeNestedFields=team:members asks for them. Paging by number can miss entities while others are deleted; to miss nothing, send the tag of the last entity of a page as after.',
  needs: { permission: 'VIEW_CATALOGS' },
  query: T.Object({
    ...catalogFilters,
    query: optional(
      T.String({
        maxLength: 500,
        description: 'Search words for tag, name, description and groups; results are sorted by relevance',
      }),
    ),
    hierarchyDepth,
    includeHierarchyFields,
    includeMetadata: flag('Include custom data'),
    includeLinks: flag('Include links'),
    includeSlackChannels: flag('Include Slack channels'),
    includeOwners: flag('Include owners'),
    includeNestedFields: words("Extra parts of a type, e.g. 'team:members', which also includes teams in the list"),
    ...sorting(ENTITY_SORTS, '; not with query or after'),
    after: optional(
      T.String({ maxLength: 255, description: 'Only entities whose tag sorts after this one; not with query or page' }),
    ),
    ...paging,
  }),
  answers: { 200: T.Object({ entities: T.Array(EntitySummary), ...pageFields }) },
})

export const getEntity = operation({
  id: 'getEntityDetails',
  method: 'GET',
  path: '/api/v1/catalog/{tagOrId}',
  tag: 'Catalog entities',
  summary: 'Read an entity',
  needs: { permission: 'VIEW_CATALOGS' },
  query: T.Object({
    hierarchyDepth,
    includeHierarchyFields,
    includeOwners: flag('Include owners, with inherited ones; true by default'),
    ...abilitiesFlag,
  }),
  answers: { 200: EntityDetails, 304: NOT_MODIFIED },
})

export const deleteEntity = operation({
  id: 'deleteEntity',
  method: 'DELETE',
  path: '/api/v1/catalog/{tagOrId}',
  tag: 'Catalog entities',
  summary: 'Delete an entity',
  needs: { permission: 'ARCHIVE_ENTITIES' },
  writes: true,
  versioned: true,
  answers: { 200: EMPTY },
})

export const deleteEntities = operation({
  id: 'deleteEntitiesByType',
  method: 'DELETE',
  path: '/api/v1/catalog',
  tag: 'Catalog entities',
  summary: 'Delete entities by type or identifier',
  description:
    'With types and ids, only those that are of one of the types and among the identifiers. Without either it is refused. Archived entities are deleted too; identifiers of nothing are skipped.',
  needs: { permission: 'ARCHIVE_ENTITIES' },
  ...deletesInBulk,
  query: T.Object({
    types: words('Entities of these types, in any letter case'),
    ids: words('Entities with these tags or identifiers'),
    dryRun: dryRunOfDelete,
  }),
  answers: { 200: Deleted },
})

export const getEntityDescriptor = operation({
  id: 'getEntityDescriptor',
  method: 'GET',
  path: '/api/v1/catalog/{tagOrId}/openapi',
  tag: 'Catalog entities',
  summary: 'Read an entity’s descriptor',
  needs: { permission: 'VIEW_CATALOGS' },
  query: T.Object({ yaml: flag('Return the YAML text as written instead of JSON') }),
  answers: { 200: T.Unknown({ description: 'The descriptor as JSON, or its YAML text with yaml=true' }) },
})

export const archiveEntity = operation({
  id: 'archiveEntity',
  method: 'PUT',
  path: '/api/v1/catalog/{tagOrId}/archive',
  tag: 'Catalog entities',
  summary: 'Archive an entity',
  needs: { permission: 'ARCHIVE_ENTITIES' },
  writes: true,
  versioned: true,
  answers: { 200: EntityDetails },
})

export const unarchiveEntity = operation({
  id: 'unarchiveEntity',
  method: 'PUT',
  path: '/api/v1/catalog/{tagOrId}/unarchive',
  tag: 'Catalog entities',
  summary: 'Unarchive an entity',
  needs: { permission: 'CONFIGURE_ENTITIES' },
  writes: true,
  versioned: true,
  answers: { 200: EntityDetails },
})

/** What the catalog page offers as filters, counted over entities that are not archived. */
export const listCatalogFilters = operation({
  id: 'listCatalogFilters',
  method: 'GET',
  path: '/api/v1/catalog-filters',
  tag: 'Catalog entities',
  summary: 'List the types, groups and owners in use',
  longRead: true,
  needs: { permission: 'VIEW_CATALOGS' },
  answers: {
    200: T.Object({
      types: T.Array(T.Object({ value: T.String(), count: T.Integer() })),
      groups: T.Array(T.Object({ value: T.String(), count: T.Integer() })),
      owners: T.Array(T.Object({ value: T.String(), count: T.Integer() })),
    }),
  },
})

/** What the catalog page groups by. */
export const COUNTED_BY = ['type', 'owner', 'group'] as const
export const MOST_COUNTS = 500

const CatalogCount = T.Object(
  {
    value: T.String({ description: 'The value of types, owners or groups that selects these entities in the list' }),
    name: optional(T.String({ description: 'With by=owner: the name of the team, if the owner is a team' })),
    count: T.Integer(),
  },
  { $id: 'CatalogCount' },
)
export type CatalogCount = T.Static<typeof CatalogCount>

export const countEntities = operation({
  id: 'countEntities',
  method: 'GET',
  path: '/api/v1/catalog-counts',
  tag: 'Catalog entities',
  summary: 'Count entities by type, owner or group',
  description:
    'Counts the entities that the filters select, as in the list. Returns up to 500 counts, largest first. An entity with several owners or groups counts for each of them. Owners are those in descriptors; a team that stands for a group of an identity provider includes what the group owns. With a filter of the same kind, only its values are counted. A query that matches more than 1,000 entities is refused.',
  longRead: true,
  needs: { permission: 'VIEW_CATALOGS' },
  query: T.Object({
    by: T.Enum(COUNTED_BY, { description: 'What to count by' }),
    query: optional(T.String({ maxLength: 500, description: 'Search words for tag, name, description and groups' })),
    ...catalogFilters,
  }),
  answers: {
    200: T.Object({
      by: T.Enum(COUNTED_BY),
      counts: T.Array(CatalogCount),
      none: T.Integer({ description: 'Entities without an owner or a group; 0 with by=type' }),
      total: T.Integer({ description: 'Entities that the filters select' }),
      isComplete: T.Boolean({ description: 'Whether these are all counts; false if there are more than 500' }),
    }),
  },
})
