import { Combobox, useCombobox } from '@mantine/core'
import { useState } from 'react'
import classes from './chip.module.css'

export type Choice = { readonly value: string; readonly label: string }

type Props = {
  label: string
  options: readonly Choice[]
  chosen: readonly string[]
  onChoose: (chosen: string[]) => void
  /** At most one; choosing closes the list. */
  single?: boolean
  /** The label for no selection; undefined if something is always selected. */
  any?: string | undefined
}

const SEARCHED_FROM = 8
const MOST_SHOWN = 200

/** What the address asks for is shown even where the server does not offer it. */
const known = (options: readonly Choice[], chosen: readonly string[]): readonly Choice[] => [
  ...options,
  ...chosen.filter(value => !options.some(option => option.value === value)).map(value => ({ value, label: value })),
]

const shownText = (label: string, chosen: readonly string[], all: readonly Choice[]) => {
  if (chosen.length === 0) return label
  if (chosen.length > 1) return `${label}: ${chosen.length}`
  return `${label}: ${all.find(({ value }) => value === chosen[0])?.label}`
}

/** Chooses among values; the chip says which, or how many. */
export const ChoiceChip = ({ label, options, chosen, onChoose, ...rest }: Props) => {
  const { single = false } = rest
  const any = 'any' in rest ? rest.any : 'Any'
  const [search, setSearch] = useState('')
  const box = useCombobox({
    onDropdownClose: () => setSearch(''),
    onDropdownOpen: () => box.updateSelectedOptionIndex('active'),
  })
  const all = known(options, chosen)
  const isSearched = all.length > SEARCHED_FROM
  const choose = (value: string) => {
    if (value === '') onChoose([])
    else if (chosen.includes(value)) onChoose(chosen.filter(one => one !== value))
    else onChoose(single ? [value] : [...chosen, value])
    if (single || value === '') box.closeDropdown()
  }
  const text = shownText(label, chosen, all)
  return (
    <Combobox store={box} onOptionSubmit={choose} width={260} position="bottom-start" withinPortal>
      <Combobox.Target targetType="button" withExpandedAttribute>
        <button
          type="button"
          role="combobox"
          aria-label={text}
          aria-expanded={box.dropdownOpened}
          className={classes.chip}
          data-set={chosen.length > 0 || undefined}
          onClick={() => box.toggleDropdown()}
        >
          <span className={classes.text}>{text}</span>
        </button>
      </Combobox.Target>
      <Combobox.Dropdown>
        {isSearched && (
          <Combobox.Search
            value={search}
            onChange={event => setSearch(event.currentTarget.value)}
            placeholder={`Search ${label.toLowerCase()}`}
            aria-label={`Search ${label.toLowerCase()}`}
          />
        )}
        <Options all={all} chosen={chosen} search={search} label={label} any={any} />
      </Combobox.Dropdown>
    </Combobox>
  )
}

type OptionsProps = {
  all: readonly Choice[]
  chosen: readonly string[]
  search: string
  label: string
  any: string | undefined
}

const Options = ({ all, chosen, search, label, any }: OptionsProps) => {
  const found = all.filter(option => option.label.toLowerCase().includes(search.trim().toLowerCase()))
  return (
    <Combobox.Options mah={280} style={{ overflowY: 'auto' }} aria-label={label}>
      {any !== undefined && chosen.length > 0 && (
        <Combobox.Option value="" className={classes.option}>
          {any}
        </Combobox.Option>
      )}
      {found.slice(0, MOST_SHOWN).map(({ value, label }) => (
        <Combobox.Option key={value} value={value} active={chosen.includes(value)} className={classes.option}>
          {label}
        </Combobox.Option>
      ))}
      {found.length === 0 && <Combobox.Empty>No results.</Combobox.Empty>}
    </Combobox.Options>
  )
}
