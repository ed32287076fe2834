import type { Io, Operation } from '../../../contract/core/operation.ts'
import { type Context, type Handler, type Input, on, type Route } from '../../core/http/mount.ts'
import { type EntityRow, findEntity } from './entities.ts'

type OfEntity = { readonly params: { readonly tagOrId: string } }

type EntityHandler<I extends Io, P> = Pick<Handler<I, P>, 'prepare'> & {
  readonly handle: (
    input: Input<I>,
    context: Context,
    at: { readonly entity: EntityRow; readonly prepared: P },
  ) => ReturnType<Handler<I, P>['handle']>
}

/**
 * Joins an operation on an entity and its handler, which gets the row: found by tag or identifier, archived or not, once, and inside
 * the transaction where the operation writes. @throws Problem 404
 */
export const onEntity = <I extends Io & OfEntity, P = undefined>(
  operation: Operation<I>,
  { prepare, handle }: EntityHandler<I, P>,
): Route =>
  on<I, P>(operation, {
    ...(prepare && { prepare }),
    handle: async (input, context, prepared) => {
      const { tagOrId } = input.params
      const find = operation.writes ? findEntity(context.db, tagOrId) : context.services.entities.readEntity(tagOrId)
      return handle(input, context, { entity: await find, prepared })
    },
  })
