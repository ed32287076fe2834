import * as contract from '../../../contract/catalog/groups.ts'
import { expectVersion, type Kind } from '../../core/changes/writes.ts'
import type { Context, Route } from '../../core/http/mount.ts'
import { type PageQuery, pageFields, pageOf } from '../../core/http/page.ts'
import { documentOf, type EntityRow } from '../entities/entities.ts'
import { onEntity } from '../entities/on-entity.ts'
import { joined, left, storeGroups } from './groups.ts'

const ENTITY: Kind<EntityRow> = {
  type: 'ENTITY',
  idOf: ({ tag }) => tag,
  facts: row => ({ groups: documentOf(row).groups }),
}

const present = (row: EntityRow, query: PageQuery = {}) => {
  const { groups } = documentOf(row)
  const page = pageOf(query)
  const start = page.page * page.pageSize
  return {
    groups: groups.slice(start, start + page.pageSize).map(tag => ({ tag })),
    ...pageFields(page, groups.length),
  }
}

type Asked = { readonly body: { groups: { tag: string }[] }; readonly version: number | undefined }

/** Answers the row as it is afterward. */
const regroup = async (
  { body, version }: Asked,
  { db, now, changed, nothing }: Context,
  { entity, change }: { entity: EntityRow; change: typeof joined },
): Promise<EntityRow> => {
  expectVersion(entity, version)
  const document = change(
    entity,
    body.groups.map(({ tag }) => tag.trim()),
  )
  if (document.groups.length === documentOf(entity).groups.length) {
    nothing()
    return entity
  }
  const after = await storeGroups(db, entity, { document, now })
  await changed(ENTITY, entity, after)
  return after
}

export const groupRoutes: readonly Route[] = [
  onEntity(contract.listGroups, { handle: async ({ query }, _, { entity }) => present(entity, query) }),

  onEntity(contract.addGroups, {
    handle: async (asked, context, { entity }) => present(await regroup(asked, context, { entity, change: joined })),
  }),

  onEntity(contract.removeGroups, {
    handle: async (asked, context, { entity }) => {
      await regroup(asked, context, { entity, change: left })
      return undefined
    },
  }),
]
