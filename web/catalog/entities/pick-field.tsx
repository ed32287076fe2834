import { Autocomplete, type AutocompleteProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Value } from '../../core/editor/assist.ts'

const PAUSE_MS = 250

type Props = Omit<AutocompleteProps, 'data' | 'onOptionSubmit' | 'value' | 'onChange'> & {
  /** Distinguishes its results from those of other fields. */
  name: string
  value: string
  onChange: (value: string) => void
  /** Called when a suggestion is selected. */
  onPick?: (value: string) => void
  find: (typed: string, signal: AbortSignal) => Promise<readonly Value[]>
}

/** A text field with suggestions from the server after a short pause. Other values are allowed. */
export const PickField = ({ name, value, onChange, onPick, find, ...input }: Props) => {
  const [typed] = useDebouncedValue(value.trim(), PAUSE_MS)
  const { data = [] } = useQuery({
    queryKey: ['suggestions', name, typed],
    queryFn: ({ signal }) => find(typed, signal),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  })
  const details = new Map(data.map(one => [one.value, one.detail]))
  return (
    <Autocomplete
      {...input}
      data={[...details.keys()]}
      value={value}
      onChange={onChange}
      onOptionSubmit={onPick}
      filter={({ options }) => options}
      limit={20}
      maxDropdownHeight={260}
      renderOption={({ option }) => <Option option={option} detail={details.get(option.value)} />}
    />
  )
}

const Option = ({ option, detail }: { option: { value: string }; detail: string | undefined }) => (
  <span>
    <span className="mono">{option.value}</span>
    {detail && <span style={{ color: 'var(--mantine-color-dimmed)' }}> {detail}</span>}
  </span>
)
