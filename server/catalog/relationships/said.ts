/** What a descriptor says of relationships, in a preview. */
import type { Db } from '../../core/db/database.ts'
import type { Said } from '../entities/kept-blocks.ts'

export const saidOf = async (db: Db, { id }: { readonly id: string }): Promise<Said[]> => {
  const rows = await db
    .selectFrom('relationships')
    .select(['type', 'source', 'destination', 'location'])
    .where('entity_id', '=', id)
    .where('location', '<>', 'API')
    .orderBy('type')
    .execute()
  return rows.map(({ type, source, destination, location }) => ({
    subject: 'RELATIONSHIP',
    name: `${source} → ${destination}`,
    value: location === 'OVERRIDDEN' ? `${type}, overridden through the API` : type,
    end: location === 'DESTINATION' ? source : destination,
  }))
}
