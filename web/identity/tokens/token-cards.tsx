import type { TokenCounts } from '../../../contract/identity/token-lists.ts'
import classes from './token-cards.module.css'
import type { Attention } from './tokens-search.ts'

const CARDS: readonly { readonly attention: Attention; readonly label: string }[] = [
  { attention: 'expiring', label: 'Expiring in 14 days' },
  { attention: 'unused', label: 'Not used for 90 days' },
  { attention: 'refused', label: 'Refused in 24 hours' },
  { attention: 'rotating', label: 'In rotation' },
]

type Props = {
  counts: TokenCounts | undefined
  chosen: Attention | undefined
  onChoose: (attention: Attention | undefined) => void
}

/** How many tokens may need a look: each card filters the list. */
export const TokenCards = ({ counts, chosen, onChoose }: Props) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset is no row of cards
  <div role="group" aria-label="Tokens that may need a look" className={classes.cards}>
    {CARDS.map(({ attention, label }) => (
      <button
        key={attention}
        type="button"
        className={classes.card}
        aria-pressed={chosen === attention}
        data-some={(counts?.[attention] ?? 0) > 0 || undefined}
        onClick={() => onChoose(chosen === attention ? undefined : attention)}
      >
        <span className={classes.count}>{counts?.[attention] ?? '–'}</span> {label}
      </button>
    ))}
  </div>
)
