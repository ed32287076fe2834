import * as contract from '../../../contract/catalog/dependencies.ts'
import { getDependencyGraph } from '../../../contract/catalog/dependency-graph.ts'
import { deletedAnswer } from '../../core/http/bulk-delete.ts'
import { type Context, on, type Route } from '../../core/http/mount.ts'
import { type EntityRow, findEntity } from '../entities/entities.ts'
import { removeMany, storeMany } from './bulk.ts'
import {
  type Edge,
  endpointOf,
  findDependency,
  isDeclared,
  keyOf,
  noSuchDependency,
  present,
  type Row,
  removeAll,
  removeDependencies,
  storeAll,
} from './dependencies.ts'
import { dependencyGraph } from './graph.ts'
import { dependenciesOf } from './list.ts'

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

const auditEdge = ({ audit }: Context, ends: Ends, { before, after }: { before?: Row | undefined; after?: Row }) =>
  audit({
    action: 'UPDATE',
    objectType: 'ENTITY',
    objectIdentifier: ends.caller.tag,
    changes: {
      dependency: { ...(before && { before: present(before, ends) }), ...(after && { after: present(after, ends) }) },
    },
  })

type Words = { description?: string; metadata?: unknown }

/** @throws Problem 400 where a descriptor declares it */
const save = async (context: Context, ends: Ends, { description, metadata }: Words) => {
  const { db } = context
  const { caller, callee, edge } = ends
  const before = await findDependency(db, edge)
  if (before?.source === 'YAML') throw isDeclared(caller.tag, callee.tag)
  const after: Row = {
    ...edge,
    source: 'API',
    callee_tag: callee.tag,
    description: description ?? null,
    metadata: metadata === undefined ? null : JSON.stringify(metadata),
  }
  await storeAll(db, [after])
  await auditEdge(context, ends, { before, after })
  return present(after, ends)
}

/** @throws Problem 404, or 400 where a descriptor declares it */
const findOwn = async ({ db }: Context, { caller, callee, edge }: Ends): Promise<Row> => {
  const row = await findDependency(db, edge)
  if (!row) throw noSuchDependency(caller.tag, callee.tag)
  if (row.source === 'YAML') throw isDeclared(caller.tag, callee.tag)
  return row
}

export const dependencyRoutes: readonly Route[] = [
  on(getDependencyGraph, {
    handle: ({ params, query }, { aside }) => aside(dependencyGraph, params.tagOrId, query),
  }),

  on(contract.putDependencies, {
    handle: async ({ body: { values } }, context) => {
      await storeMany(context, values)
      return { values }
    },
  }),

  on(contract.deleteManyDependencies, {
    handle: async ({ query: { dryRun }, body: { values } }, context) => {
      const deleted = await removeMany(context, { values, dryRun })
      return deletedAnswer(contract.deleteManyDependencies, { deleted, dryRun })
    },
  }),

  on(contract.listDependencies, {
    handle: ({ params, query }, { answerAside }) => answerAside(dependenciesOf, params.callerTag, query),
  }),

  on(contract.getDependency, {
    handle: async ({ params, query }, context) => {
      const ends = await endsOf(context, { params, query })
      const row = await findDependency(context.db, ends.edge)
      if (!row) throw noSuchDependency(ends.caller.tag, ends.callee.tag)
      return present(row, ends)
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
      await removeAll(context.db, [ends.edge])
      await auditEdge(context, ends, { before })
      return undefined
    },
  }),

  on(contract.deleteDependencies, {
    handle: async ({ params, query }, { db, audit, nothing }) => {
      const caller = await findEntity(db, params.callerTag)
      const gone = await removeDependencies(db, caller.id)
      if (gone.length === 0 || query.dryRun) nothing()
      else
        await audit({
          action: 'UPDATE',
          objectType: 'ENTITY',
          objectIdentifier: caller.tag,
          changes: {
            dependencies: { before: gone },
            deleted: { after: gone.length },
          },
        })
      return deletedAnswer(contract.deleteDependencies, { deleted: gone.length, dryRun: query.dryRun })
    },
  }),
]
