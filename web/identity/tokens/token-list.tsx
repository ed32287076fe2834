import type { UseQueryResult } from '@tanstack/react-query'
import type { ComponentProps } from 'react'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import type { listTokens } from '../../../contract/identity/tokens.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { Pager } from '../../core/ui/pager.tsx'
import { TokensTable } from './tokens-table.tsx'

export const TOKENS_PER_PAGE = 50

type Props = Omit<ComponentProps<typeof TokensTable>, 'tokens'> & {
  query: UseQueryResult<AnswerOf<typeof listTokens>, Error>
  page: number
  /** Undefined for the first page, which the address bar does not name. */
  onPage: (page: number | undefined) => void
}

/** One page of tokens, with the way to the others. */
export const TokenList = ({ query, page, onPage, empty, ...table }: Props) => (
  <Loaded query={query}>
    {({ tokens, total }) => (
      <>
        <TokensTable {...table} tokens={tokens} empty={total === 0 && empty} />
        <Pager
          page={page}
          pageSize={TOKENS_PER_PAGE}
          total={total}
          noun="tokens"
          onPage={page => onPage(page || undefined)}
        />
      </>
    )}
  </Loaded>
)
