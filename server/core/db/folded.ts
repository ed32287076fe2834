/**
 * The form in which texts are compared where letter case and the way of typing accents must not count: `STRASSE` and `Straße`, composed
 * and decomposed é are the same. Made by us and compared byte by byte, so that it means the same on both engines.
 */
export const folded = (text: string): string =>
  text.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFC')
