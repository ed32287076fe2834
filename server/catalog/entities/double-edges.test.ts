/** Edges that both ends declare: they count once, also where there are more than one reading begins with. */
import assert from 'node:assert/strict'
import { newId } from '../../core/db/ids.ts'
import { eachEmptyDatabase, test } from '../../testing/world.ts'

eachEmptyDatabase('a family whose edges are declared twice', open => {
  for (const children of [300, 499, 700])
    test(`of ${children} children has each of them, once`, async () => {
      const { database, person, request } = await open()
      const at = { created_at: 0, updated_at: 0, sample: 0, version: 1 } as const
      const document =
        '{"groups":[],"links":[],"slackChannels":[],"metadata":[],"ownership":{"groups":[],"emails":[],"slackChannels":[]}}'
      const entity = (tag: string) => ({ id: newId('en'), tag, type: 'service', name: tag, document, ...at })
      const tags = Array.from({ length: children }, (_, child) => `child-${child}`)
      await database.transaction(async db => {
        const [parent, ...rest] = ['parent', ...tags].map(entity)
        for (const row of [parent, ...rest]) if (row) await db.insertInto('entities').values(row).execute()
        for (const [position, tag] of tags.entries())
          for (const declared_by of [parent?.id ?? '', rest[position]?.id ?? ''])
            await db
              .insertInto('entity_edges')
              .values({ parent_tag: 'parent', child_tag: tag, declared_by, position })
              .execute()
      })
      const { session: as } = await person(['ADMIN'])
      const { status, body } = await request({ url: '/api/v1/catalog/parent', as })
      assert.equal(status, 200)
      const found = body.hierarchy.children.map(({ tag }: { tag: string }) => tag)
      assert.deepEqual(found, tags)
    })
})
