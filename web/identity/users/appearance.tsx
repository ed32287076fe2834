import { type MantineColorScheme, Select, Text, useMantineColorScheme } from '@mantine/core'
import { useState } from 'react'
import { browserZone, readerZone, setReaderZone } from '../../core/ui/preferences.ts'

const THEMES: readonly { value: MantineColorScheme; label: string }[] = [
  { value: 'auto', label: 'Same as the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

const BROWSER = 'browser'

const zones = () => [
  { value: BROWSER, label: `Same as the browser (${browserZone()})` },
  ...['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')].map(zone => ({
    value: zone,
    label: zone,
  })),
]

/** Applies at once, in this browser. */
export const Appearance = () => {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [zone, setZone] = useState(readerZone)
  const chooseZone = (value: string | null) => {
    const chosen = value === null || value === BROWSER ? undefined : value
    setReaderZone(chosen)
    setZone(chosen)
  }
  const chooseTheme = (value: string | null) =>
    setColorScheme(THEMES.find(theme => theme.value === value)?.value ?? 'auto')
  return (
    <>
      <Text c="dimmed" size="xs">
        Applies in this browser until you sign out.
      </Text>
      <Select label="Theme" data={THEMES} value={colorScheme} onChange={chooseTheme} allowDeselect={false} />
      <Select
        label="Time zone"
        description="Portico shows times in it."
        data={zones()}
        value={zone ?? BROWSER}
        onChange={chooseZone}
        searchable
        allowDeselect={false}
        limit={100}
        nothingFoundMessage="No such time zone"
      />
    </>
  )
}
