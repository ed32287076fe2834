import { useMatches } from '@tanstack/react-router'
import { useEffect } from 'react'
import { paths } from '../core/layout/paths.ts'
import type { RawSearch } from '../core/layout/search-params.ts'

/** The frame of the settings among the routes. */
export const SETTINGS_FRAME = 'settings-frame'

export type Outside = { readonly to: string; readonly search: RawSearch }

/** The last page outside the settings. */
let outside: Outside = { to: paths.home, search: {} }

/** In the settings, where Back leads: the page from which they were opened. Undefined elsewhere. */
export const useSettingsBack = (): Outside | undefined => {
  const matches = useMatches()
  const isInSettings = matches.some(({ routeId }) => routeId.endsWith(SETTINGS_FRAME))
  // Of the page that is shown: the location is that of the next one while it loads.
  const { pathname: to = paths.home, search = {} } = matches.at(-1) ?? {}
  useEffect(() => {
    if (!isInSettings) outside = { to, search }
  }, [isInSettings, to, search])
  return isInSettings ? outside : undefined
}
