export type CatalogViews = {
  id: string
  /** Null if the view is shared. */
  owner_id: string | null
  name: string
  /** For uniqueness and sorting: see `folded`. */
  folded: string
  /** A `ViewShows`, as JSON. */
  shows: string
  created_at: number
  updated_at: number
  version: number
}

export type CatalogViewDefaults = { user_id: string; view_id: string }

declare module '../../core/db/tables.ts' {
  interface Tables {
    catalog_views: CatalogViews
    catalog_view_defaults: CatalogViewDefaults
  }
}
