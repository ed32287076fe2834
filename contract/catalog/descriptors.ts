import * as T from 'typebox'
import { operation } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'

/** Characters of all descriptors of one page. */
export const MOST_DESCRIPTOR_CHARACTERS = 32_000_000

export const listDescriptors = operation({
  id: 'listEntityDescriptors',
  method: 'GET',
  path: '/api/v1/catalog/descriptors',
  tag: 'Catalog entities',
  summary: 'List entity descriptors',
  description:
    'Sorted by tag. Archived entities are left out, and so are teams unless types asks for them. The descriptors of a page hold up to 32 million characters together; ask for smaller pages if yours are larger.',
  needs: { permission: 'VIEW_CATALOGS' },
  query: T.Object({
    types: T.Optional(
      T.Array(T.String({ maxLength: 255 }), { maxItems: 500, description: 'Only entities of these types' }),
    ),
    yaml: T.Optional(
      T.String({
        maxLength: 10,
        description: 'true, in exactly this spelling: YAML text as written. Anything else: JSON',
      }),
    ),
    ...paging,
  }),
  answers: {
    200: T.Object({
      descriptors: T.Array(T.Unknown({ description: 'A descriptor as JSON, or its YAML text with yaml=true' })),
      ...pageFields,
    }),
  },
})
