/** What the type of an entity asks of its definition: the entities' side. The slice of types knows. */
import type { Db } from '../../core/db/database.ts'
import { type Context, PrepareAgain } from '../../core/http/mount.ts'
import { readerFor } from '../descriptors/reading.ts'
import type { Violation } from '../descriptors/violations.ts'
import type { Entity } from './document.ts'
import { placedSoon } from './reading.ts'
import { refused } from './save.ts'

export type Defined = Pick<Entity, 'type' | 'document'>

export type CheckedDefinition = {
  readonly violations: Violation[]
  /** What the type was then; undefined where it is not defined. */
  readonly stamp: string | undefined
}

export type DefinitionChecks = {
  /** Before the transaction: it may take long. @throws Problem 400 where it takes too long */
  readonly check: (context: Context, entity: Defined) => Promise<CheckedDefinition>
  /** Validates many definitions, in order. One that takes too long has a violation with that reason. */
  readonly checkAll: (context: Context, entities: readonly Defined[]) => Promise<CheckedDefinition[]>
  /** In the transaction: whether the type is still what the definition was checked against. */
  readonly isCurrent: (db: Db, entity: Defined, checked: CheckedDefinition) => Promise<boolean>
}

declare module '../../core/services/services.ts' {
  interface Services {
    readonly definitions: DefinitionChecks
  }
}

/** `text` is the descriptor as its writer sees it; undefined where its lines mean nothing to them. @throws Problem 400 with the violations */
export const checkDefinition = async (context: Context, entity: Defined, text?: string): Promise<CheckedDefinition> => {
  const checked = await context.services.definitions.check(context, entity)
  if (checked.violations.length === 0) return checked
  const { violations } = checked
  throw refused(text === undefined ? violations : await placedSoon(readerFor(context), text, violations))
}

/** @throws PrepareAgain where the type was changed, created or deleted in the meantime */
export const expectSameType = async ({ db, services }: Context, entity: Defined, checked: CheckedDefinition) => {
  if (!(await services.definitions.isCurrent(db, entity, checked))) throw new PrepareAgain()
}
