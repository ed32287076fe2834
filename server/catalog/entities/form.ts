/** Reads the fields of the form from the text of a descriptor. */
import type { YAMLMap } from 'yaml'
import type {
  FormField,
  FormFields,
  FormGroup,
  FormLink,
  FormOwner,
} from '../../../contract/catalog/descriptor-form.ts'
import { OWNER_TYPES } from '../../../contract/catalog/descriptor-schema.ts'
import { type Document, parseDocument } from '../descriptors/document.ts'
import { type Fields, fieldsOf } from '../descriptors/fields.ts'
import type { Violation } from '../descriptors/violations.ts'
import { infoOf, listAt, sharedAt } from './form-locks.ts'
import { given } from './owners.ts'

export const KEYS = {
  entityName: 'title',
  description: 'description',
  tag: 'x-cortex-tag',
  type: 'x-cortex-type',
  owners: 'x-cortex-owners',
  groups: 'x-cortex-groups',
  links: 'x-cortex-link',
} as const satisfies Record<FormField, string>

export type Locked = { readonly field: FormField; readonly reason: string }
export type Form = {
  readonly fields: Required<FormFields>
  readonly locked: readonly Locked[]
  /** Whether the text has `x-cortex-definition`. */
  readonly hasDefinition: boolean
}
export type ReadForm = { readonly form: Form | undefined; readonly violations: Violation[] }

const ANY = { max: Number.POSITIVE_INFINITY, most: Number.POSITIVE_INFINITY, multiline: true } as const

type In = { readonly document: Document; readonly map: YAMLMap; readonly info: Fields }

/** The value of a field, or the reason why the form can't show it. */
type Read<Value> = { readonly value: Value; readonly reason?: string | undefined }

const readText = ({ info }: In, key: string): Read<string> => {
  if (!info.has(key)) return { value: '' }
  return info.isSingle(key) ? { value: info.text(key, ANY) ?? '' } : { value: '', reason: 'Its value isn’t text.' }
}

const UNKNOWN = 'It has an entry in a format that the form can’t show.'

/** @param readItem undefined for an item that the form can't show */
const readList = <Item>(at: In, key: string, readItem: (list: Fields[]) => (Item | undefined)[]): Read<Item[]> => {
  const list = listAt(at.document, at.map, key)
  if (!list) return { value: [], reason: at.info.has(key) ? 'Its value isn’t a list.' : undefined }
  const items = readItem(at.info.maps(key, ANY))
  const value = items.filter(item => item !== undefined)
  return value.length === list.items.length ? { value } : { value: [], reason: UNKNOWN }
}

const indexOf = ({ pointer }: Fields) => Number(pointer.split('/').at(-1))

const NAMES = { GROUP: 'name', EMAIL: 'email', SLACK: 'channel' } as const satisfies Record<FormOwner['type'], string>

const singleText = (fields: Fields, key: string): string | undefined =>
  fields.isSingle(key) ? fields.text(key, ANY) : undefined

const readOwner = (owner: Fields): FormOwner | undefined => {
  const written = singleText(owner, 'type')?.toUpperCase()
  const type = OWNER_TYPES.find(one => one === written)
  const named = type && singleText(owner, NAMES[type])
  if (!type || named === undefined) return undefined
  return { type, owner: named, ...given('provider', singleText(owner, 'provider')), from: indexOf(owner) }
}

const LINK_KEYS = ['name', 'type', 'url'] as const

const readLink = (link: Fields): FormLink | undefined => {
  if (LINK_KEYS.some(key => link.has(key) && !link.isSingle(key))) return undefined
  const [text = '', type = '', url = ''] = LINK_KEYS.map(key => singleText(link, key))
  return { text, type, url, from: indexOf(link) }
}

const readGroups = (at: In): Read<FormGroup[]> => {
  if (at.info.has('x-cortex-service-groups'))
    return { value: [], reason: 'Some groups are under x-cortex-service-groups, the older name of the key.' }
  const list = listAt(at.document, at.map, KEYS.groups)
  if (!list) return { value: [], reason: at.info.has(KEYS.groups) ? 'Its value isn’t a list.' : undefined }
  const names = at.info.texts(KEYS.groups, ANY)
  if (names.length !== list.items.length) return { value: [], reason: UNKNOWN }
  return { value: names.map((group, index) => ({ group, from: index })) }
}

const readAll = (at: In) => ({
  entityName: readText(at, KEYS.entityName),
  description: readText(at, KEYS.description),
  tag: readText(at, KEYS.tag),
  type: readText(at, KEYS.type),
  owners: readList(at, KEYS.owners, owners => owners.map(readOwner)),
  groups: readGroups(at),
  links: readList(at, KEYS.links, links => links.map(readLink)),
})

const FIELDS = ['entityName', 'description', 'tag', 'type', 'owners', 'groups', 'links'] as const

/** Undefined if the text can't be read or has no `info`; `violations` have the reason. */
export const formIn = (document: Document): ReadForm => {
  const { map, reason } = infoOf(document)
  const root = fieldsOf(document)
  const info = root.fields('info', { required: true })
  if (!map || !info) return { form: undefined, violations: root.faults.violations }
  const all = readAll({ document, map, info: info.weighing('HINT') })
  const { entityName, description, tag, type, owners, groups, links } = all
  const fields = {
    entityName: entityName.value,
    description: description.value,
    tag: tag.value,
    type: type.value,
    owners: owners.value,
    groups: groups.value,
    links: links.value,
  }
  const locked = FIELDS.flatMap(field => {
    const why = reason ?? sharedAt(document, map, KEYS[field]) ?? all[field].reason
    return why === undefined ? [] : [{ field, reason: why }]
  })
  return { form: { fields, locked, hasDefinition: info.has('x-cortex-definition') }, violations: [] }
}

export const formOf = (text: string): ReadForm => {
  const { document, violations } = parseDocument(text, 'stored')
  return document ? formIn(document) : { form: undefined, violations }
}
