/** Domains as a tree. */
import * as T from 'typebox'
import { operation } from '../core/operation.ts'
import { pageFields } from '../core/paging.ts'
import { treeDescription, treeQuery } from './trees.ts'

const TreeDomain = T.Object(
  {
    id: T.String(),
    tag: T.String(),
    name: T.String(),
    description: T.Optional(T.String()),
    contents: T.Integer({ description: 'Number of entities directly in it, not counting domains' }),
    hasChildren: T.Boolean({ description: 'Whether it has child domains' }),
  },
  { $id: 'TreeDomain' },
)
export type TreeDomain = T.Static<typeof TreeDomain>

export const listDomainTree = operation({
  id: 'listDomainTree',
  method: 'GET',
  path: '/api/v1/domain-tree',
  tag: 'Catalog entities',
  summary: 'List domains as a tree',
  description: treeDescription('domains'),
  longRead: true,
  needs: { permission: 'VIEW_CATALOGS' },
  query: treeQuery('domain'),
  answers: {
    200: T.Object({
      isWhole: T.Boolean({ description: 'Whether these are all domains' }),
      domains: T.Array(TreeDomain),
      edges: T.Array(T.Object({ parentTag: T.String(), childTag: T.String() }), {
        description: 'Only if these are all domains',
      }),
      ...pageFields,
    }),
  },
})
