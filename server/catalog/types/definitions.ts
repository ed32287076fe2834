/** What the descriptors of entities are held to: the schema of their type as it is when they are written. */
import type { Db } from '../../core/db/database.ts'
import type { Context } from '../../core/http/mount.ts'
import { readerFor } from '../descriptors/reading.ts'
import type { CheckedDefinition, Defined, DefinitionChecks } from '../entities/definitions.ts'
import { isBuiltIn } from '../entities/descriptor.ts'
import { allFaultsOf, faultsOf } from './on-threads.ts'
import { keyOf } from './types.ts'

/** Asks for nothing. */
const ANYTHING = '{}'

const stampOf = async (db: Db, type: string) => {
  if (isBuiltIn(type)) return undefined
  const row = await db
    .selectFrom('entity_types')
    .select(['version', 'created_at', 'schema'])
    .where('key', '=', keyOf(type))
    .executeTakeFirst()
  return row && { schema: row.schema, stamp: `${row.created_at} ${row.version}` }
}

export const definitionChecks: DefinitionChecks = {
  check: async (context: Context, { type, document }: Defined): Promise<CheckedDefinition> => {
    const found = await stampOf(context.db, type)
    const definition = JSON.stringify(document.definition ?? {})
    const isFree = !found || found.schema === ANYTHING
    const violations = isFree ? [] : await faultsOf(readerFor(context), found.schema, definition)
    return { violations, stamp: found?.stamp }
  },
  checkAll: async (context, entities) => {
    const checked: CheckedDefinition[] = entities.map(() => ({ violations: [], stamp: undefined }))
    const indexes = Map.groupBy(entities.keys(), at => keyOf(entities[at]?.type ?? ''))
    for (const [type, ats] of indexes) {
      const found = await stampOf(context.db, type)
      const isFree = !found || found.schema === ANYTHING
      const definitions = ats.map(at => JSON.stringify(entities[at]?.document.definition ?? {}))
      const faults = isFree ? [] : await allFaultsOf(readerFor(context), found.schema, definitions)
      for (const [nth, at] of ats.entries()) checked[at] = { violations: faults[nth] ?? [], stamp: found?.stamp }
    }
    return checked
  },
  isCurrent: async (db, { type }, { stamp }) => (await stampOf(db, type))?.stamp === stamp,
}
