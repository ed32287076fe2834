/** What a descriptor says of dependencies, in a preview. */
import type { Db } from '../../core/db/database.ts'
import type { Said } from '../entities/kept-blocks.ts'
import { words } from '../entities/said.ts'

export const saidOf = async (db: Db, { id }: { readonly id: string }): Promise<Said[]> => {
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
