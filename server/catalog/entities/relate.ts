/** Edits of the relatives that a descriptor names: every other line stays as it is. */
import { randomUUID } from 'node:crypto'
import { stringify } from 'yaml'
import { parseDocument } from '../descriptors/document.ts'
import { type Fields, fieldsOf } from '../descriptors/fields.ts'
import { type Patched, patch } from './merge.ts'

export type RelativesEdit = {
  /** Tags in lower case. */
  readonly withoutParents: readonly string[]
  readonly withoutChildren: readonly string[]
  /** Tags as they are to be written. */
  readonly newChildren: readonly string[]
}

const PARENTS = ['x-cortex-parents', 'x-cortex-domain-parents']
const CHILDREN = 'x-cortex-children'

const tagsLeft = (info: Fields, key: string, gone: readonly string[]): string[] => {
  const tags = info.has(key)
    ? info.maps(key, { most: Number.POSITIVE_INFINITY }).map(item => item.text('tag') ?? '')
    : []
  return tags.filter(tag => !gone.includes(tag.toLowerCase()))
}

/** The descriptor with other relatives, read again. `text` is stored. */
export const relate = (text: string, { withoutParents, withoutChildren, newChildren }: RelativesEdit): Patched => {
  const { document, violations } = parseDocument(text, 'stored')
  const info = document && fieldsOf(document).fields('info')
  if (!info) return { text, entity: undefined, violations }
  const absent = `absent-${randomUUID()}`
  const listOf = (tags: readonly string[]) => (tags.length > 0 ? tags.map(tag => ({ tag })) : absent)
  const parents = withoutParents.length > 0 ? PARENTS.filter(key => info.has(key)) : []
  const change = {
    ...Object.fromEntries(parents.map(key => [key, listOf(tagsLeft(info, key, withoutParents))])),
    [CHILDREN]: listOf([...tagsLeft(info, CHILDREN, withoutChildren), ...newChildren]),
  }
  const identifiedBy = { [CHILDREN]: 'tag', 'x-cortex-parents': 'tag', 'x-cortex-domain-parents': 'tag' }
  return patch(text, stringify({ info: change }, { lineWidth: 0 }), { identifiedBy, deleteMarkerValue: absent })
}
