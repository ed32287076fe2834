import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forgetOld } from '../../core/slices/forget.ts'
import { eachDatabase } from '../../testing/world.ts'
import { deploys } from '../deploys/slice.ts'
import { editor, newTag, yaml } from '../entities/testing.ts'
import { events } from '../events/slice.ts'

const DAY = 86_400_000

eachDatabase('deploys and events', world => {
  test('go 400 days after they were reported, whatever their own time is', async () => {
    const here = await world()
    const { as, post } = await editor(here)
    const tag = newTag('kept')
    assert.equal((await post(yaml(tag))).status, 200)
    const url = `/api/v1/catalog/${tag}`
    const report = async (title: string, timestamp: string) => {
      for (const [list, type] of [
        ['deploys', 'DEPLOY'],
        ['custom-events', 'T'],
      ]) {
        const body = { title, type, timestamp }
        assert.equal((await here.request({ method: 'POST', url: `${url}/${list}`, as, body })).status, 200)
      }
    }
    const titles = async () => {
      const { deployments } = (await here.request({ url: `${url}/deploys`, as })).body
      const { events: others } = (await here.request({ url: `${url}/custom-events`, as })).body
      return [deployments, others].map(all => all.map(({ title }: { title: string }) => title))
    }
    const forget = async () => {
      const olds = [deploys, events].flatMap(slice => slice.forget ?? [])
      assert.equal(olds.length, 2)
      for (const old of olds) await forgetOld(here.database, old, here.time.now)
    }
    const start = here.time.now
    await report('of today', '2027-01-15')
    here.time.now = start + 100 * DAY
    const later = (await here.person(['USER'])).session
    Object.assign(as, later)
    await report('imported', '2015-01-01')
    here.time.now = start + 400 * DAY
    await forget()
    assert.deepEqual((await here.database.db.selectFrom('deploys').select('title').execute()).length, 2)
    here.time.now = start + 400 * DAY + 1
    await forget()
    Object.assign(as, (await here.person(['USER'])).session)
    assert.deepEqual(await titles(), [['imported'], ['imported']])
    here.time.now = start
  })

  test('are counted up to 10,000, and all of more are on the pages that a client reads to the end', async () => {
    const here = await world()
    const { as, post } = await editor(here)
    const tag = newTag('counted')
    await post(yaml(tag))
    const url = `/api/v1/catalog/${tag}/deploys`
    await here.request({ method: 'POST', url, as, body: { title: 't', type: 'SCALE', timestamp: '2027-01-15' } })
    const { uuid, ...row } = await here.database.db
      .selectFrom('deploys')
      .selectAll()
      .where('type', '=', 'SCALE')
      .executeTakeFirstOrThrow()
    const copies = Array.from({ length: 11_999 }, (_, at) => ({ ...row, uuid: `${uuid.slice(0, -6)}${100_000 + at}` }))
    await here.database.transaction(async db => {
      for (let from = 0; from < copies.length; from += 500)
        await db
          .insertInto('deploys')
          .values(copies.slice(from, from + 500))
          .execute()
    })
    let read = 0
    for (let page = 0; ; page++) {
      const { body } = await here.request({ url: `${url}?pageSize=1000&page=${page}`, as })
      if (body.deployments.length === 0) break
      read += body.deployments.length
      if (page === 0) assert.equal(body.total, 10_001)
      if (body.totalPages === page + 1) break
    }
    assert.equal(read, 12_000)
  })
})
