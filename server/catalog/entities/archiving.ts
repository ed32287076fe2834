/** Archives an entity or brings it back, whichever operation asks for it. */
import { expectVersion, type Kind } from '../../core/changes/writes.ts'
import type { Context } from '../../core/http/mount.ts'
import { type EntityRow, findEntity, setArchived } from './entities.ts'

export const ENTITY: Kind<EntityRow> = {
  type: 'ENTITY',
  idOf: ({ tag }) => tag,
  facts: ({ name, type }) => ({ name, type }),
}
const ARCHIVING: Kind<EntityRow> = { ...ENTITY, facts: row => ({ isArchived: row.archived_at !== null }) }

type Wanted = { readonly isArchived: boolean; readonly version: number | undefined }

/** Answers the entity as it then is. @throws Problem 409 where `version` is not the one stored */
export const archive = async (
  { db, now, changed, nothing }: Context,
  entity: EntityRow,
  { isArchived, version }: Wanted,
): Promise<EntityRow> => {
  expectVersion(entity, version)
  const isChanged = await setArchived(db, entity, { archivedAt: isArchived ? now : null, now })
  const after = await findEntity(db, entity.id)
  if (isChanged) await changed(ARCHIVING, entity, after)
  else nothing()
  return after
}
