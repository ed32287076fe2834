/** Which field of the form a violation is about. */
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

/** The field has a label, and the key means nothing to a person who does not write YAML. */
const KEY = /^(?:x-cortex-[a-z-]+|title|description|name|type|url) (?=must|is|can)/

type At = { readonly field: FormField; readonly index: number | undefined; readonly key: string | undefined }

const placeOf = (pointer: string): At | undefined => {
  const [, info, block = '', index, key] = pointer.split('/')
  const field = info === 'info' ? FIELDS[block] : undefined
  return field && { field, index: index === undefined ? undefined : Number(index), key }
}

/** The sentences about a field or, of a list, about an entry and one of its keys. */
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
