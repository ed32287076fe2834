/** How a person wants to see things, kept in this browser alone until they sign out. */

const TIME_ZONE = 'portico-time-zone'
export const THEME_KEY = 'portico-theme'

/** A browser may forbid storage: then a choice holds until the page is left. Tests under Node have none. */
const withStorage = <Value>(act: (storage: Storage) => Value): Value | undefined => {
  try {
    return typeof document === 'undefined' ? undefined : act(window.localStorage)
  } catch {
    return undefined
  }
}

let zone = withStorage(storage => storage.getItem(TIME_ZONE)) ?? undefined

/** The product speaks English: in the reader's variant of it, which decides how dates are written. */
export const readerLocale = (): string =>
  (typeof document === 'undefined' ? undefined : navigator.languages.find(language => /^en\b/.test(language))) ??
  'en-US'

/** Undefined where times follow the browser. */
export const readerZone = (): string | undefined => zone

export const browserZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** The zone in which a person chooses days. */
export const chosenZone = () => readerZone() ?? browserZone()

export const setReaderZone = (chosen: string | undefined) => {
  zone = chosen
  withStorage(storage => (chosen === undefined ? storage.removeItem(TIME_ZONE) : storage.setItem(TIME_ZONE, chosen)))
}

/** On signing out: the next person starts with their own. */
export const forgetPreferences = () => {
  setReaderZone(undefined)
  withStorage(storage => storage.removeItem(THEME_KEY))
}
