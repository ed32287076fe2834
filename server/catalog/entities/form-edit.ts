/** Writes changed fields to the text of a descriptor. All other lines stay as they are. */
import { randomUUID } from 'node:crypto'
import { stringify } from 'yaml'
import type { FormFields, FormLink, FormOwner } from '../../../contract/catalog/descriptor-form.ts'
import type { Identity } from '../descriptors/data.ts'
import type { Violation } from '../descriptors/violations.ts'
import { isBuiltIn, isOfCloud } from './descriptor.ts'
import { type Form, formOf, KEYS, type Locked } from './form.ts'
import { mergeDescriptors } from './merge.ts'

/** `refused`: a field that can't be changed alone. */
export type EditedForm = {
  readonly text: string
  readonly form: Form | undefined
  readonly violations: Violation[]
  readonly refused?: Locked
}

type Patch = { readonly info: Record<string, unknown>; readonly identifiedBy: Record<string, Identity> }

type Item = { readonly from?: number | undefined }

/** Each old entry is matched at most once; other entries are new. */
const placesOf = (wanted: readonly Item[], count: number): (number | null)[] => {
  const seen = new Set<number>()
  return wanted.map(({ from }) => {
    if (from === undefined || from >= count || seen.has(from)) return null
    seen.add(from)
    return from
  })
}

/** The values of an entry that differ from the old one; all values of a new entry. */
const differences = (old: object, wanted: object) =>
  Object.fromEntries(Object.entries(wanted).filter(([key, value]) => Reflect.get(old, key) !== value))

const NAMES = { GROUP: 'name', EMAIL: 'email', SLACK: 'channel' } as const

const asOwner = ({ type, owner, provider }: FormOwner) => ({
  type,
  [NAMES[type]]: owner,
  ...(provider && type === 'GROUP' && { provider }),
})

/** An owner with another type is a different owner. */
const ofSameType = (there: readonly FormOwner[], wanted: readonly FormOwner[]) =>
  wanted.map(({ from, ...owner }) => (there[from ?? -1]?.type === owner.type ? { ...owner, from } : owner))

const asLink = ({ text, type, url }: FormLink) => ({ name: text, type, url })

type ListEdit<One extends Item> = {
  readonly key: string
  readonly there: readonly One[]
  readonly wanted: readonly One[] | undefined
  readonly written: (one: One) => unknown
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** An empty map keeps the entry as it is. */
const entryOf = (old: unknown, wanted: unknown): unknown => {
  if (isObject(old) && isObject(wanted)) return differences(old, wanted)
  return old === wanted ? {} : wanted
}

const patchList = <One extends Item>({ key, there, wanted, written }: ListEdit<One>, absent: string): Patch => {
  if (!wanted) return { info: {}, identifiedBy: {} }
  const places = placesOf(wanted, there.length)
  const entries = wanted.map((one, index) => {
    const old = there[places[index] ?? -1]
    return old ? entryOf(written(old), written(one)) : written(one)
  })
  const isKept = entries.every((entry, index) => places[index] === index && isObject(entry) && isEmpty(entry))
  if (isKept && wanted.length === there.length) return { info: {}, identifiedBy: {} }
  return wanted.length === 0
    ? { info: { [key]: absent }, identifiedBy: {} }
    : { info: { [key]: entries }, identifiedBy: { [key]: places } }
}

const isEmpty = (entry: object) => Object.keys(entry).length === 0

const patchTexts = ({ fields: there, hasDefinition }: Form, wanted: FormFields, absent: string) => {
  const info: Record<string, unknown> = {}
  for (const field of ['entityName', 'description', 'tag', 'type'] as const) {
    const text = wanted[field]
    if (text !== undefined && text !== there[field])
      info[KEYS[field]] = text === '' && field === 'description' ? absent : text
  }
  const { type = '' } = wanted
  const isOwnType = type !== '' && type !== there.type && !isBuiltIn(type) && !isOfCloud(type)
  return isOwnType && !hasDefinition ? { ...info, 'x-cortex-definition': {} } : info
}

const patchOf = (form: Form, wanted: FormFields, absent: string): Patch => {
  const { owners, groups, links } = form.fields
  const lists = [
    patchList(
      { key: KEYS.owners, there: owners, wanted: wanted.owners && ofSameType(owners, wanted.owners), written: asOwner },
      absent,
    ),
    patchList({ key: KEYS.groups, there: groups, wanted: wanted.groups, written: ({ group }) => group }, absent),
    patchList({ key: KEYS.links, there: links, wanted: wanted.links, written: asLink }, absent),
  ]
  const texts = patchTexts(form, wanted, absent)
  return {
    info: Object.assign(texts, ...lists.map(({ info }) => info)),
    identifiedBy: Object.assign({}, ...lists.map(({ identifiedBy }) => identifiedBy)),
  }
}

/** The changed text, and its fields. */
export const editForm = (text: string, wanted: FormFields): EditedForm => {
  const { form, violations } = formOf(text)
  if (!form) return { text, form, violations }
  const absent = `absent-${randomUUID()}`
  const { info, identifiedBy } = patchOf(form, wanted, absent)
  const refused = form.locked.find(({ field }) => KEYS[field] in info)
  if (refused) return { text, form, violations, refused }
  if (isEmpty(info)) return { text, form, violations }
  const patch = stringify({ info }, { lineWidth: 0 })
  const merged = mergeDescriptors(text, patch, { identifiedBy, deleteMarkerValue: absent })
  if (merged.text === undefined) return { text, form: undefined, violations: merged.violations }
  return { text: merged.text, ...formOf(merged.text) }
}
