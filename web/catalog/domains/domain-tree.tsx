import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { listDomainTree, type TreeDomain } from '../../../contract/catalog/domains.ts'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { call } from '../../core/api/client.ts'
import { ask } from '../../core/api/queries.ts'
import { EntityTree, type TreeKind, type TreePage } from '../../core/layout/entity-tree.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { FilterBar } from '../../core/ui/filter-bar.tsx'
import { Page } from '../../core/ui/page.tsx'

export type DomainFrame = { title: string; intro: string; docs: string; action: ReactNode; filters: ReactNode }

export const NoDomains = () => <EmptyState>No domains yet. To add one, add an entity of the type domain.</EmptyState>

const pageOf = ({ domains, edges, ...rest }: AnswerOf<typeof listDomainTree>): TreePage<TreeDomain> => ({
  ...rest,
  nodes: domains,
  pairs: edges,
})

const DOMAINS: TreeKind<TreeDomain> = {
  name: listDomainTree.id,
  nouns: ['domain', 'domains'],
  label: 'Domains',
  size: ({ contents }) => (contents === 1 ? '1 entity' : `${contents.toLocaleString()} entities`),
  load: async (query, signal) => pageOf(await call(listDomainTree, { query, signal })),
}

export const DomainTree = ({ frame: { filters, ...frame } }: { frame: DomainFrame }) => {
  const query = useQuery({ ...ask(listDomainTree, { query: {} }), select: pageOf })
  return (
    <Page width="wide" {...frame}>
      <FilterBar>{filters}</FilterBar>
      <Loaded query={query}>
        {tree => (tree.total === 0 ? <NoDomains /> : <EntityTree tree={tree} kind={DOMAINS} />)}
      </Loaded>
    </Page>
  )
}
