import * as contract from '../../../contract/catalog/dependencies.ts'
import type { Context } from '../../core/http/mount.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { type EntityRow, findEntity } from '../entities/entities.ts'
import {
  type Edge,
  endpointOf,
  findShown,
  isDeclared,
  keyOf,
  listDependencies,
  noSuchDependency,
  present,
  type Shown,
  storeDependency,
} from './dependencies.ts'

type At = {
  readonly params: { callerTag: string; calleeTag: string }
  readonly query: { method?: string; path?: string }
}
type Ends = { readonly caller: EntityRow; readonly callee: EntityRow; readonly edge: Edge }

/** @throws Problem 404 for an entity that does not exist, 400 for half an endpoint */
const endsOf = async ({ db }: Context, { params, query }: At): Promise<Ends> => {
  const endpoint = endpointOf(query)
  const caller = await findEntity(db, params.callerTag)
  const callee = await findEntity(db, params.calleeTag)
  return { caller, callee, edge: { caller_id: caller.id, callee: keyOf(callee.tag), ...endpoint } }
}

const auditEdge = (
  { audit }: Context,
  { caller }: Ends,
  { before, after }: { before?: Shown | undefined; after?: Shown },
) =>
  audit({
    action: 'UPDATE',
    objectType: 'ENTITY',
    objectIdentifier: caller.tag,
    changes: {
      dependency: { ...(before && { before: present(before) }), ...(after && { after: present(after) }) },
    },
  })

type Words = { description?: string; metadata?: unknown }

/** @throws Problem 400 where a descriptor declares it */
const save = async (context: Context, ends: Ends, { description, metadata }: Words) => {
  const { db } = context
  const { caller, callee, edge } = ends
  const before = await findShown(db, edge)
  if (before?.source === 'YAML') throw isDeclared(caller.tag, callee.tag)
  await storeDependency(db, {
    ...edge,
    source: 'API',
    callee_tag: callee.tag,
    description: description ?? null,
    metadata: metadata === undefined ? null : JSON.stringify(metadata),
  })
  const after = await findShown(db, edge)
  if (!after) throw noSuchDependency(caller.tag, callee.tag)
  await auditEdge(context, ends, { before, after })
  return present(after)
}

/** @throws Problem 404, or 400 where a descriptor declares it */
const findOwn = async ({ db }: Context, { caller, callee, edge }: Ends): Promise<Shown> => {
  const row = await findShown(db, edge)
  if (!row) throw noSuchDependency(caller.tag, callee.tag)
  if (row.source === 'YAML') throw isDeclared(caller.tag, callee.tag)
  return row
}

/** Clients that send both as false mean what they get without either. */
const sidesOf = ({
  includeOutgoing = true,
  includeIncoming = false,
}: {
  includeOutgoing?: boolean
  includeIncoming?: boolean
}) => ({
  outgoing: includeOutgoing || !includeIncoming,
  incoming: includeIncoming,
})

export const dependencyRoutes: readonly Route[] = [
  on(contract.listDependencies, {
    handle: async ({ params, query }, { db }) => {
      const entity = await findEntity(db, params.callerTag)
      const page = pageOf(query)
      const { rows, total } = await listDependencies(db, entity, { ...sidesOf(query), page })
      return { dependencies: rows.map(present), ...pageFields(page, total) }
    },
  }),

  on(contract.getDependency, {
    handle: async ({ params, query }, context) => {
      const { caller, callee, edge } = await endsOf(context, { params, query })
      const row = await findShown(context.db, edge)
      if (!row) throw noSuchDependency(caller.tag, callee.tag)
      return present(row)
    },
  }),

  on(contract.createDependency, {
    handle: async ({ params, query, body }, context) => save(context, await endsOf(context, { params, query }), body),
  }),

  on(contract.updateDependency, {
    handle: async ({ params, query, body }, context) => {
      const ends = await endsOf(context, { params, query })
      await findOwn(context, ends)
      return save(context, ends, body)
    },
  }),

  on(contract.deleteDependency, {
    handle: async ({ params, query }, context) => {
      const ends = await endsOf(context, { params, query })
      const before = await findOwn(context, ends)
      const { caller_id, callee, method, path } = ends.edge
      await context.db
        .deleteFrom('dependencies')
        .where('caller_id', '=', caller_id)
        .where('callee', '=', callee)
        .where('method', '=', method)
        .where('path', '=', path)
        .where('source', '=', 'API')
        .execute()
      await auditEdge(context, ends, { before })
      return undefined
    },
  }),

  on(contract.deleteDependencies, {
    handle: async ({ params }, { db, audit, nothing }) => {
      const caller = await findEntity(db, params.callerTag)
      const gone = await db
        .deleteFrom('dependencies')
        .where('caller_id', '=', caller.id)
        .where('source', '=', 'API')
        .returning('callee_tag')
        .execute()
      if (gone.length === 0) nothing()
      else
        await audit({
          action: 'UPDATE',
          objectType: 'ENTITY',
          objectIdentifier: caller.tag,
          changes: {
            dependencies: { before: gone.map(({ callee_tag }) => callee_tag) },
            deleted: { after: gone.length },
          },
        })
      return undefined
    },
  }),
]
