import { lazy, Suspense } from 'react'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { isOver } from './token-states.ts'
import type { Selection } from './use-selection.ts'

const TokenSelection = lazy(async () => ({ default: (await import('./token-selection.tsx')).TokenSelection }))

type Props = { tokens: readonly PersonalToken[]; selection: Selection }

/** Once a token is selected: what can be done with all that are, of those on the screen. */
export const ChosenTokens = ({ tokens, selection: { ids, clear } }: Props) => {
  const chosen = tokens.filter(token => ids.has(token.cid) && !isOver(token))
  if (chosen.length === 0) return null
  return (
    <Suspense>
      <TokenSelection chosen={chosen} onClear={clear} />
    </Suspense>
  )
}
