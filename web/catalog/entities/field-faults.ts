/** Maps violations to fields of the form. */
import type { FormField } from '../../../contract/catalog/descriptor-form.ts'
import type { Violation } from '../../../contract/catalog/entities.ts'

const FIELDS: Readonly<Record<string, FormField>> = {
  title: 'entityName',
  description: 'description',
  'x-cortex-tag': 'tag',
  'x-cortex-type': 'type',
  'x-cortex-owners': 'owners',
  'x-cortex-groups': 'groups',
  'x-cortex-link': 'links',
}

/** Replaced in messages, because the field has a label and the key doesn't help people who don't write YAML. */
const KEY = /^(?:x-cortex-[a-z-]+|title|description|name|type|url) (?=must|is|can)/

type At = { readonly field: FormField; readonly index: number | undefined; readonly key: string | undefined }

const placeOf = (pointer: string): At | undefined => {
  const [, info, block = '', index, key] = pointer.split('/')
  const field = info === 'info' ? FIELDS[block] : undefined
  return field && { field, index: index === undefined ? undefined : Number(index), key }
}

/** The messages for a field or, in a list, for an entry and one of its keys. */
export const faultsOf = (violations: readonly Violation[]) => {
  const placed = violations.flatMap(violation => {
    const at = placeOf(violation.pointer)
    return at ? [{ ...at, text: violation.description.replace(KEY, 'This ') }] : []
  })
  return (field: FormField, index?: number, key?: string): string | undefined =>
    placed
      .filter(one => one.field === field && one.index === index && (key === undefined || one.key === key))
      .map(({ text }) => text)
      .join(' ') || undefined
}

export type Faults = ReturnType<typeof faultsOf>
