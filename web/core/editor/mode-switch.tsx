import { SegmentedControl } from '@mantine/core'
import { MODES, type Mode } from './edit-search.ts'

const LABELS = { form: 'Form', yaml: 'YAML' } as const

type Props = { mode: Mode; onChange: (mode: Mode) => void }

/** Two ways to edit the same text. */
export const ModeSwitch = ({ mode, onChange }: Props) => (
  <SegmentedControl
    aria-label="Edit as"
    size="xs"
    value={mode}
    onChange={value => onChange(MODES.find(one => one === value) ?? 'yaml')}
    data={MODES.map(value => ({ value, label: LABELS[value] }))}
  />
)
