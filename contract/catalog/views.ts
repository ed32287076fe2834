/** Saved views of the catalog: filters, sorting, columns and grouping under a name. */
import * as T from 'typebox'
import { EMPTY, operation } from '../core/operation.ts'
import { Ability, ChangedName, Name } from '../core/schemas.ts'
import { COUNTED_BY, ENTITY_SORTS } from './catalog.ts'

const optional = T.Optional
const tag = 'Catalog views'
const path = '/api/v1/catalog-views/{id}'
const seeing = { permission: 'VIEW_CATALOGS' } as const

export const MOST_OWN_VIEWS = 100
export const MOST_SHARED_VIEWS = 200
/** Characters of what a view shows, as JSON. */
export const LONGEST_VIEW = 4000

/** The columns that people can choose; the name is always there. */
export const CATALOG_COLUMNS = [
  'tag',
  'type',
  'owners',
  'groups',
  'links',
  'repository',
  'parents',
  'description',
  'lastUpdated',
] as const

const words = (description: string) => optional(T.Array(T.String({ maxLength: 255 }), { maxItems: 100, description }))
const flag = (description: string) => optional(T.Boolean({ description }))

/** What is left out is not filtered, or as it is without a view. */
export const ViewShows = T.Object(
  {
    query: optional(T.String({ maxLength: 500, description: 'Search words' })),
    types: words('Only these types'),
    groups: words('Only entities in one of these groups'),
    owners: words('Only entities owned by one of these groups or emails'),
    unowned: flag('Only entities without an owner'),
    ungrouped: flag('Only entities in no group'),
    violatesSchema: flag('Only entities that do not satisfy the schema of their type'),
    includeArchived: flag('With archived entities'),
    sort: optional(T.Enum(ENTITY_SORTS, { description: 'What entities are sorted by' })),
    order: optional(T.Enum(['asc', 'desc'])),
    columns: optional(
      T.Array(T.Enum(CATALOG_COLUMNS), {
        maxItems: CATALOG_COLUMNS.length,
        description: 'The columns besides the name, in their order',
      }),
    ),
    groupBy: optional(T.Enum(COUNTED_BY, { description: 'What entities are grouped by' })),
  },
  { $id: 'CatalogViewShows', description: 'Up to 4,000 characters of JSON' },
)
export type ViewShows = T.Static<typeof ViewShows>

export const CatalogView = T.Object(
  {
    id: T.String(),
    name: T.String(),
    isShared: T.Boolean({ description: 'Whether everyone sees it; if not, only you do' }),
    isDefault: T.Boolean({ description: 'Whether the catalog opens with it for you' }),
    shows: ViewShows,
    version: T.Integer(),
    abilities: T.Object({ edit: Ability, remove: Ability, share: Ability }),
  },
  { $id: 'CatalogView' },
)
export type CatalogView = T.Static<typeof CatalogView>

export const listCatalogViews = operation({
  id: 'listCatalogViews',
  method: 'GET',
  path: '/api/v1/catalog-views',
  tag,
  summary: 'List your views of the catalog and the shared ones',
  description: 'Sorted by name, yours first. An API key has no views of its own.',
  needs: seeing,
  answers: {
    200: T.Object({
      views: T.Array(CatalogView),
      abilities: T.Object({ share: Ability }),
    }),
  },
})

const isShared = T.Boolean({ description: 'Whether everyone sees it; sharing needs the Edit catalogs permission' })

export const createCatalogView = operation({
  id: 'createCatalogView',
  method: 'POST',
  path: '/api/v1/catalog-views',
  tag,
  summary: 'Save a view of the catalog',
  description:
    'You can have up to 100 views of your own, and a workspace up to 200 shared ones. Their names differ by more than letter case.',
  needs: seeing,
  alsoUses: ['EDIT_CATALOGS'],
  alsoRefuses: [409],
  writes: true,
  body: T.Object({ name: Name, shows: ViewShows, isShared: optional(isShared) }),
  answers: { 201: CatalogView },
})

export const updateCatalogView = operation({
  id: 'updateCatalogView',
  method: 'PUT',
  path,
  tag,
  summary: 'Rename, change or share a view of the catalog',
  description:
    'What is left out stays. A shared view belongs to the workspace: who may share views may change it, and who stops sharing one keeps it as their own.',
  needs: seeing,
  alsoUses: ['EDIT_CATALOGS'],
  alsoRefuses: [404, 409],
  writes: true,
  versioned: true,
  body: T.Object({ name: optional(ChangedName), shows: optional(ViewShows), isShared: optional(isShared) }),
  answers: { 200: CatalogView },
})

export const deleteCatalogView = operation({
  id: 'deleteCatalogView',
  method: 'DELETE',
  path,
  tag,
  summary: 'Delete a view of the catalog',
  needs: seeing,
  alsoUses: ['EDIT_CATALOGS'],
  alsoRefuses: [404],
  writes: true,
  versioned: true,
  answers: { 204: EMPTY },
})

export const setDefaultCatalogView = operation({
  id: 'setDefaultCatalogView',
  method: 'PUT',
  path: `${path}/default`,
  tag,
  summary: 'Open the catalog with a view',
  description: 'For you alone. It replaces your default view of before.',
  needs: seeing,
  alsoRefuses: [404],
  writes: true,
  answers: { 204: EMPTY },
})

export const unsetDefaultCatalogView = operation({
  id: 'unsetDefaultCatalogView',
  method: 'DELETE',
  path: `${path}/default`,
  tag,
  summary: 'Stop opening the catalog with a view',
  needs: seeing,
  alsoRefuses: [404],
  writes: true,
  answers: { 204: EMPTY },
})
