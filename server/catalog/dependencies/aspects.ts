/** The dependencies of a descriptor, for previews. */
import type { Db } from '../../core/db/database.ts'
import { words } from '../entities/aspects.ts'
import type { EntityAspect } from '../entities/kept-blocks.ts'

export const aspectsOf = async (db: Db, { id }: { readonly id: string }): Promise<EntityAspect[]> => {
  const rows = await db
    .selectFrom('dependencies')
    .select(['callee_tag', 'method', 'path', 'description', 'metadata'])
    .where('caller_id', '=', id)
    .where('source', '=', 'YAML')
    .orderBy('callee')
    .execute()
  return rows.map(({ callee_tag, method, path, description, metadata }) => ({
    subject: 'DEPENDENCY',
    name: method === '' ? callee_tag : `${callee_tag} ${method} ${path}`,
    value: words(description ?? '', metadata ?? ''),
    end: callee_tag,
  }))
}
