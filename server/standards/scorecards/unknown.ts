import type { Fields } from '../../catalog/descriptors/fields.ts'

/** Points at keys that nothing reads, such as a typing error; they are kept in the text and do no harm. */
export const hintAtUnknown = (fields: Fields, known: readonly string[]) => {
  const hints = fields.weighing('HINT')
  for (const key of fields.keys())
    if (!known.includes(key)) hints.fault(key, 'Unknown key', `${key} is stored but not used.`)
}
