/** Domains below each other, as their descriptors say. */
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
    contents: T.Integer({ description: 'How many entities other than domains are directly in it' }),
    hasChildren: T.Boolean({ description: 'Domains are below it' }),
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
      isWhole: T.Boolean({ description: 'All domains are here' }),
      domains: T.Array(TreeDomain),
      edges: T.Array(T.Object({ parentTag: T.String(), childTag: T.String() }), {
        description: 'Where all domains are here',
      }),
      ...pageFields,
    }),
  },
})
