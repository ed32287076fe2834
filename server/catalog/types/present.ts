/** Entity types as the API returns them, and why they can't be changed. */
import type { EntityType, EntityTypeDetails } from '../../../contract/catalog/types.ts'
import type { Actor } from '../../core/callers/actor.ts'
import { badRequest, Problem } from '../../core/problems/problems.ts'
import { ability } from '../../identity/access/abilities.ts'
import type { Violation } from '../descriptors/violations.ts'
import type { Unfit } from './survey.ts'
import type { TypeRow } from './types.ts'

export const presentType = ({ type, name, description, icon_tag, schema, source }: TypeRow): EntityType => ({
  type,
  ...(name === null ? {} : { name }),
  ...(description === null ? {} : { description }),
  ...(icon_tag === null ? {} : { iconTag: icon_tag }),
  schema: JSON.parse(schema),
  source,
})

const abilityOn = (actor: Actor, row: TypeRow) => {
  const may = ability(actor, 'EDIT_ENTITY_TYPES')
  return may.allowed && isBuiltIn(row) ? { allowed: false, reason: builtInReason(row) } : may
}

export const presentDetails = (
  row: TypeRow,
  { asker, warnings = [] }: { asker?: Actor | undefined; warnings?: Violation[] } = {},
): EntityTypeDetails => ({
  ...presentType(row),
  version: row.version,
  ...(warnings.length > 0 ? { warnings } : {}),
  ...(asker ? { abilities: { edit: abilityOn(asker, row), remove: abilityOn(asker, row) } } : {}),
})

const isBuiltIn = ({ source }: TypeRow) => source === 'CORTEX'
const builtInReason = ({ type }: TypeRow) => `The type ${type} is built in and can't be changed or deleted.`

/** @throws Problem 400 for a type that is built in */
export const refuseBuiltIn = (row: TypeRow) => {
  if (isBuiltIn(row)) throw badRequest(builtInReason(row), 'type')
}

const MOST_LISTED = 100

/** 409 with the first of the entities. */
export const unfitEntities = (unfit: readonly Unfit[], requestId: string) => {
  const are = unfit.length === 1 ? "1 entity of this type doesn't" : `${unfit.length} entities of this type don't`
  const details = `${are} satisfy this schema. Change the schema or the entities, or send force=true to store it and mark them.`
  const kind = { status: 409, type: 'CONFLICT', message: 'Conflict' } as const
  return new Problem(kind, details, {
    body: {
      message: kind.message,
      type: kind.type,
      details,
      httpStatus: kind.status,
      requestId,
      count: unfit.length,
      entities: unfit.slice(0, MOST_LISTED).map(({ tag, violation }) => ({ tag, violation })),
    },
  })
}
