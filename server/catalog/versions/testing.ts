/** What the tests of versions share. */
import type { World } from '../../testing/world.ts'
import { findEntity } from '../entities/entities.ts'

const TABLES = ['descriptor_versions', 'descriptor_bases'] as const

/** As an entity is that was stored before versions were kept. */
export const forgetVersions = async ({ database }: World, tag: string) => {
  const { id } = await findEntity(database.db, tag)
  await database.transaction(async db => {
    for (const table of TABLES) await db.deleteFrom(table).where('entity_id', '=', id).execute()
  })
}
