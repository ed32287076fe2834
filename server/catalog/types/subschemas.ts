/** The schemas within a schema, each with its pointer, and its limits. */
import { pointerTo } from '../descriptors/violations.ts'

export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Keywords that hold a schema or a list of schemas, and those that hold schemas by name. */
const HOLDING = new Set(
  'additionalProperties additionalItems items prefixItems contains not if then else propertyNames unevaluatedItems unevaluatedProperties contentSchema allOf anyOf oneOf'.split(
    ' ',
  ),
)
const NAMING = new Set('properties patternProperties $defs definitions dependentSchemas dependencies'.split(' '))
/** What applies to the very value that the schema around it applies to. */
const IN_PLACE = new Set('not if then else allOf anyOf oneOf dependentSchemas dependencies'.split(' '))

export type Subschema = { readonly schema: Json; readonly pointer: string }

const heldBy = (keyword: string, value: unknown, pointer: string): Subschema[] => {
  const at = pointerTo(pointer, keyword)
  const isMany = Array.isArray(value) || NAMING.has(keyword)
  const held: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(Object(value))
  if (!isMany) return isObject(value) ? [{ schema: value, pointer: at }] : []
  return held.flatMap(([name, one]) => (isObject(one) ? [{ schema: one, pointer: pointerTo(at, name) }] : []))
}

const childrenOf = ({ schema, pointer }: Subschema, which: (keyword: string) => boolean): Subschema[] =>
  Object.entries(schema).flatMap(([keyword, value]) =>
    which(keyword) && (HOLDING.has(keyword) || NAMING.has(keyword)) ? heldBy(keyword, value, pointer) : [],
  )

/** The schema itself first, then all in it, in the order in which they are written. */
export const subschemas = (schema: Json): Subschema[] => {
  const found: Subschema[] = []
  const waiting: Subschema[] = [{ schema, pointer: '' }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    found.push(next)
    waiting.push(...childrenOf(next, () => true).toReversed())
  }
  return found
}

/** The levels of objects and lists within each other; nothing is looked at beyond `most`. */
export const depthOf = (value: unknown, most: number): number => {
  if (typeof value !== 'object' || value === null || most === 0) return 0
  return 1 + Math.max(0, ...Object.values(value).map(one => depthOf(one, most - 1)))
}

export const propertiesOf = (all: readonly Subschema[]): number =>
  all.reduce(
    (sum, { schema }) =>
      sum +
      ['properties', 'patternProperties', 'dependentSchemas', 'dependencies', 'dependentRequired'].reduce(
        (count, keyword) => count + Object.keys(Object(schema[keyword])).length,
        0,
      ),
    0,
  )

/** Where `#…` points: a pointer into the schema, or an anchor. */
const targetOf = (ref: unknown, byPointer: ReadonlyMap<string, Subschema>, anchors: ReadonlyMap<string, Subschema>) => {
  if (typeof ref !== 'string' || !ref.startsWith('#')) return undefined
  const name = ref.slice(1)
  try {
    return byPointer.get(decodeURIComponent(name)) ?? anchors.get(name)
  } catch {
    return undefined // no text that is encoded like this
  }
}

/** The pointers of schemas that apply themselves to one and the same value, again and again. */
export const loopsIn = (all: readonly Subschema[]): string[] => {
  const byPointer = new Map(all.map(one => [one.pointer, one] as const))
  const anchors = new Map(all.map(one => [String(one.schema.$anchor ?? one.schema.$dynamicAnchor ?? ''), one] as const))
  const done = new Set<Subschema>()
  const open = new Set<Subschema>()
  const loops: string[] = []
  const visit = (at: Subschema) => {
    if (open.has(at)) loops.push(at.pointer)
    if (open.has(at) || done.has(at)) return
    open.add(at)
    for (const ref of [at.schema.$ref, at.schema.$dynamicRef]) {
      const target = targetOf(ref, byPointer, anchors)
      if (target) visit(target)
    }
    for (const { pointer } of childrenOf(at, keyword => IN_PLACE.has(keyword))) {
      const child = byPointer.get(pointer)
      if (child) visit(child)
    }
    open.delete(at)
    done.add(at)
  }
  for (const one of all) visit(one)
  return loops
}
