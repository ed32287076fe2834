import { SegmentedControl } from '@mantine/core'
import { type StateFilters, shownState, stateInAddress, TOKEN_STATES } from './token-states.ts'

type Props = { filters: StateFilters; onChange: (change: Pick<StateFilters, 'state'>) => void }

/** Active tokens, those that ended, or all. */
export const StateControl = ({ filters, onChange }: Props) => (
  <SegmentedControl
    aria-label="Which tokens"
    size="xs"
    data={TOKEN_STATES}
    value={shownState(filters)}
    onChange={value => onChange({ state: stateInAddress(value, filters) })}
  />
)
