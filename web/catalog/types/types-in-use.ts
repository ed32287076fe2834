import type { EntityType } from '../../../contract/catalog/types.ts'

/** `source` is undefined for a type that entities have and nobody has defined. */
export type TypeInUse = Pick<EntityType, 'type' | 'name' | 'description'> & {
  readonly source: EntityType['source'] | undefined
  /** Of entities that are not archived. */
  readonly count: number
}

type Counted = { readonly value: string; readonly count: number }

/** The types that are defined, and those that entities have besides. */
export const typesInUse = (defined: readonly EntityType[], inUse: readonly Counted[]): TypeInUse[] => {
  const counts = new Map(inUse.map(({ value, count }) => [value.toLowerCase(), count] as const))
  const known = new Set(defined.map(({ type }) => type.toLowerCase()))
  const others = inUse.filter(({ value }) => !known.has(value.toLowerCase()))
  const all: TypeInUse[] = [
    ...defined.map(({ type, name, description, source }) => ({
      type,
      name,
      description,
      source,
      count: counts.get(type.toLowerCase()) ?? 0,
    })),
    ...others.map(({ value: type, count }) => ({ type, source: undefined, count })),
  ]
  return all.toSorted((a, b) => (a.name ?? a.type).localeCompare(b.name ?? b.type))
}
