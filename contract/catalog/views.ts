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
/** Characters of the settings of a view, as JSON. */
export const LONGEST_VIEW = 4000

/** The columns that people can select; the name is always shown. */
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

/** Omitted filters are not applied; other omitted settings have their defaults. */
export const ViewShows = T.Object(
  {
    query: optional(T.String({ maxLength: 500, description: 'Search words' })),
    types: words('Only these types'),
    groups: words('Only entities in one of these groups'),
    owners: words('Only entities owned by one of these groups or emails'),
    unowned: flag('Only entities without an owner'),
    ungrouped: flag('Only entities in no group'),
    violatesSchema: flag('Only entities that do not satisfy the schema of their type'),
    includeArchived: flag('Include archived entities'),
    sort: optional(T.Enum(ENTITY_SORTS, { description: 'What entities are sorted by' })),
    order: optional(T.Enum(['asc', 'desc'])),
    columns: optional(
      T.Array(T.Enum(CATALOG_COLUMNS), {
        maxItems: CATALOG_COLUMNS.length,
        description: 'The columns besides the name, in order',
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
    isShared: T.Boolean({ description: 'Whether everyone can see it; if false, only you can' }),
    isDefault: T.Boolean({ description: 'Whether it is your default view' }),
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

const isShared = T.Boolean({
  description: 'Whether everyone can see it; sharing requires the Edit catalogs permission',
})

export const createCatalogView = operation({
  id: 'createCatalogView',
  method: 'POST',
  path: '/api/v1/catalog-views',
  tag,
  summary: 'Save a view of the catalog',
  description:
    'You can have up to 100 views of your own, and a workspace up to 200 shared ones. Names must differ in more than letter case.',
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
    'Omitted fields stay as they are. A shared view belongs to the workspace: everyone with the Edit catalogs permission can change it, and the person who stops sharing it becomes its owner.',
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
  summary: 'Set your default view of the catalog',
  description:
    'The catalog page opens with it. It replaces your previous default view, and doesn’t affect other people.',
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
  summary: 'Remove your default view of the catalog',
  needs: seeing,
  alsoRefuses: [404],
  writes: true,
  answers: { 204: EMPTY },
})
