import assert from 'node:assert/strict'
import { addMetricPoints } from '../contract/catalog/metrics.ts'
import { call } from './api.ts'
import { findings } from './axe.ts'
import { sees, story } from './story.ts'
import { worldOf } from './world.ts'

const world = worldOf({ samples: true })
const DAY = 86_400_000

story(
  'an entity’s metrics are small charts beside its custom data, with a table of each',
  world,
  async ({ world, become, open }) => {
    const { place, admin } = world
    for (const customMetricKey of ['Test coverage', 'open-bugs'])
      await call(place, addMetricPoints, {
        params: { tagOrId: 'checkout', customMetricKey },
        cookie: admin.cookie,
        body: {
          series: Array.from({ length: 30 }, (_, day) => ({
            timestamp: new Date(Date.now() - (29 - day) * DAY).toISOString(),
            value: 60 + day,
          })),
        },
      })
    await become(await world.add('Mia Metrics', 'VIEWER'))
    const page = await open('/catalog/checkout')
    await page.getByRole('tab', { name: 'Data' }).click()
    const chart = page.getByRole('region', { name: 'Test coverage' })
    await sees(chart.getByText(/^89/))
    await sees(page.getByRole('region', { name: 'open-bugs' }))
    await chart.getByText('Show as a table').click()
    assert.equal(await chart.getByRole('row').count(), 31, 'the header and each point')
    assert.deepEqual(await findings(page), [])
  },
)
