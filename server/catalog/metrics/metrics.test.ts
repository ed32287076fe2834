import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'
import { editor, newTag, yaml } from '../entities/testing.ts'

eachDatabase('custom metrics', world => {
  let here: World
  let as: { cookie: string }
  let post: (body: string) => Promise<{ status: number }>
  before(async () => {
    here = await world()
    const some = await editor(here)
    as = some.as
    post = some.post
  })

  const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, headers = {}) =>
    here.request({ method, url: `/api/v1/${path}`, as, headers, ...(body === undefined ? {} : { body }) })
  const entity = async (name: string) => {
    const tag = newTag(name)
    assert.equal((await post(yaml(tag))).status, 200)
    return tag
  }
  const of = (key: string, tag: string) => `eng-intel/custom-metrics/${encodeURIComponent(key)}/entity/${tag}`
  const report = async (key: string, tag: string, points: Readonly<Record<string, number>>) => {
    const series = Object.entries(points).map(([timestamp, value]) => ({ timestamp, value }))
    const { status, text } = await ask('POST', `${of(key, tag)}/bulk`, { series })
    assert.deepEqual([status, text], [200, ''])
  }
  const query = async (body: object) => {
    const span = { startTime: '2027-01-01', endTime: '2027-01-11', filters: [], groupBy: [], orderBy: [], limit: 10 }
    return ask('POST', 'eng-intel/metrics/point-in-time', { ...span, ...body })
  }
  const rowsOf = async (body: object) => {
    const { status, body: answer, text } = await query(body)
    assert.equal(status, 200, text)
    return answer.rows
  }

  test('points are reported one by one and in bulk, and are listed by time, newest first', async () => {
    const tag = await entity('measured')
    const at = of('coverage', tag)
    const one = await ask('POST', at, { value: 81.5 }, { 'user-agent': 'cortexapps-cli/1.35.0' })
    assert.deepEqual([one.status, one.text], [200, ''])
    await report('coverage', tag, { '2027-01-02T00:00:00': 80, '2027-01-03': 80.25, '2026-08-01': -1e-7 })
    const listed = await ask('GET', `${at}?page=0&pageSize=250`, undefined, { 'content-type': 'application/yaml' })
    assert.deepEqual(listed.body, {
      data: [
        { timestamp: '2027-01-15T12:00:00.000Z', value: 81.5 },
        { timestamp: '2027-01-03T00:00:00.000Z', value: 80.25 },
        { timestamp: '2027-01-02T00:00:00.000Z', value: 80 },
        { timestamp: '2026-08-01T00:00:00.000Z', value: -1e-7 },
      ],
      page: 0,
      total: 4,
      totalPages: 1,
    })
    const some = await ask('GET', `${at}?startDate=2027-01-02&endDate=2027-01-03T00:00:00Z`)
    assert.deepEqual(
      some.body.data.map(({ value }: { value: number }) => value),
      [80.25, 80],
    )
    assert.deepEqual((await ask('GET', of('Coverage', tag))).body.data, [])
    const shown = await ask('GET', `catalog/${tag}/metrics`)
    assert.deepEqual(shown.body.metrics, [{ key: 'coverage', latest: '2027-01-15T12:00:00.000Z', value: 81.5 }])
  })

  test('a point of more than six months ago is refused, and with it all of its call', async () => {
    const tag = await entity('old-points')
    const old = { timestamp: '2026-07-15T11:59:59Z', value: 1 }
    const series = [{ timestamp: '2027-01-01', value: 1 }, old]
    for (const [path, body] of [
      [of('k', tag), old],
      [`${of('k', tag)}/bulk`, { series }],
    ] as const) {
      const { status, body: answer } = await ask('POST', path, body)
      assert.deepEqual([status, answer.field], [400, 'timestamp'])
    }
    assert.deepEqual((await ask('GET', of('k', tag))).body.data, [])
    assert.equal((await ask('POST', of('k', tag), { ...old, timestamp: '2026-07-15T12:00:00Z' })).status, 200)
    for (const wrong of [[], Array.from({ length: 101 }, () => series[0])])
      assert.equal((await ask('POST', `${of('k', tag)}/bulk`, { series: wrong })).status, 400)
    assert.equal((await ask('POST', of('k', tag), { value: 'many' })).body.field, 'value')
  })

  test('points of a span are deleted, and both ends of it are required', async () => {
    const tag = await entity('fewer-points')
    await report('k', tag, { '2027-01-01': 1, '2027-01-02': 2, '2027-01-03': 3 })
    assert.equal((await ask('DELETE', `${of('k', tag)}?startDate=2027-01-01`)).body.field, 'endDate')
    const at = `${of('k', tag)}?startDate=2027-01-02&endDate=2027-01-03`
    assert.deepEqual((await ask('DELETE', `${at}&dryRun=true`)).body, { deleted: 2 })
    const gone = await ask('DELETE', at, {})
    assert.deepEqual([gone.status, gone.text, gone.headers['portico-deleted']], [204, '', '2'])
    assert.equal((await ask('GET', of('k', tag))).body.total, 1)
  })

  test('definitions are the keys in use and two metrics of deploys, and each of them can be queried', async () => {
    const tag = await entity('defined')
    const key = `defined ${tag}`
    await report(key, tag, { '2027-01-02': 4, '2027-01-04': 8 })
    const deploy = { title: 't', type: 'DEPLOY', timestamp: '2027-01-05' }
    await ask('POST', `catalog/${tag}/deploys`, deploy)
    const all = await ask('GET', 'eng-intel/registry/metrics/definitions')
    assert.equal(all.body.view, 'basic')
    const keys = all.body.metrics.map((one: { key: string }) => one.key)
    assert.deepEqual(keys.slice(0, 2), ['deploy-frequency', 'rollback-share'])
    assert.ok(keys.includes(key))
    const asked = ['deploy-frequency', 'rollback-share', key].map(one => `&key=${encodeURIComponent(one)}`).join('')
    const full = await ask('GET', `eng-intel/registry/metrics/definitions?view=full${asked}`)
    assert.equal(full.body.metrics.length, 3)
    for (const metric of full.body.metrics) {
      assert.equal(metric.readiness.type, 'READY')
      assert.ok(full.body.sources[metric.sourceRef])
      for (const aggregation of metric.supportedAggregations) {
        const metrics = [{ metric: metric.key, aggregation }]
        const { status, text } = await query({ metrics, groupBy: ['entity'] })
        assert.equal(status, 200, text)
      }
    }
    const filters = [{ attribute: 'entity', operator: 'EQUAL', predicate: tag }]
    const metrics = ['AVG', 'SUM', 'MIN', 'MAX', 'COUNT'].map(aggregation => ({ metric: key, aggregation }))
    assert.deepEqual(await rowsOf({ metrics, filters }), [[6, 12, 4, 8, 2]])
  })

  test('values are computed from what is stored: for all entities that are asked for, or for each', async () => {
    const [first, second] = [await entity('first'), await entity('second')]
    const add = async (tag: string, type: string, timestamp: string) =>
      assert.equal((await ask('POST', `catalog/${tag}/deploys`, { title: 't', type, timestamp })).status, 200)
    for (const day of ['01', '02', '03']) await add(first, 'DEPLOY', `2027-01-${day}`)
    await add(first, 'ROLLBACK', '2027-01-04')
    await add(first, 'RESTART', '2027-01-04')
    await add(first, 'DEPLOY', '2026-12-31')
    await add(second, 'DEPLOY', '2027-01-10')
    await add(second, 'DEPLOY', '2027-01-11')
    const metrics = [
      { metric: 'deploy-frequency', aggregation: 'AVG' },
      { metric: 'deploy-frequency', aggregation: 'COUNT' },
      { metric: 'rollback-share', aggregation: 'RATIO' },
    ]
    const filters = [{ attribute: 'entity', operator: 'IN', predicate: [first, second] }]
    assert.deepEqual(await rowsOf({ metrics, filters }), [[0.4, 4, 0.2]])
    const orderBy = [{ attribute: 'rollback-share', direction: 'DESC' }]
    const { body } = await query({ metrics, filters, groupBy: ['entity'], orderBy })
    assert.deepEqual(body.rows, [
      [first, 0.3, 3, 0.25],
      [second, 0.1, 1, 0],
    ])
    assert.deepEqual(
      body.metadata.columns.map(({ ordinal, name, type }: Record<string, unknown>) => [ordinal, name, type]),
      [
        [0, 'entity', 'ENTITY_REFERENCE'],
        [1, 'deploy-frequency', 'METRIC_AGGREGATE'],
        [2, 'deploy-frequency', 'METRIC_AGGREGATE'],
        [3, 'rollback-share', 'METRIC_AGGREGATE'],
      ],
    )
    assert.equal((await rowsOf({ metrics, filters, groupBy: ['entity'], limit: 1 })).length, 1)
    const comparison = { name: 'before', alias: 'before', ordinal: 0, windowSize: { seconds: 10 * 86_400 } }
    const compared = await query({ metrics: metrics.slice(1, 2), filters, comparison })
    assert.deepEqual(
      [compared.body.rows, compared.body.metadata.columns[1].alias],
      [[[4, 1]], 'before_count_deploy-frequency'],
    )
    await ask('PUT', `catalog/${second}/archive`)
    assert.deepEqual(await rowsOf({ metrics, filters }), [[0.3, 3, 0.25]])
    assert.deepEqual(await rowsOf({ metrics, filters: [{ ...filters[0], predicate: ['nobody'] }] }), [[0, 0, null]])
  })

  test('values are no larger than sums of them can be', async () => {
    const tag = await entity('enormous')
    const series = ['2027-01-02', '2027-01-03'].map(timestamp => ({ timestamp, value: 1.7e308 }))
    assert.equal((await ask('POST', `${of('enormous', tag)}/bulk`, { series })).body.field, 'series.0.value')
    for (const value of [1.1e100, -1.1e100])
      assert.equal((await ask('POST', of('enormous', tag), { value })).body.field, 'value')
    await report('enormous', tag, { '2027-01-02': 1e100, '2027-01-03': 1e100, '2027-01-04': -1e-320 })
    const metrics = [
      { metric: 'enormous', aggregation: 'SUM' },
      { metric: 'enormous', aggregation: 'MIN' },
    ]
    assert.deepEqual(await rowsOf({ metrics }), [[2e100, -1e-320]])
  })

  test('what cannot be answered is refused and named, and people need the permission', async () => {
    const tag = await entity('unanswered')
    const metrics = [{ metric: 'k', aggregation: 'AVG' }]
    const cases: [object, string][] = [
      [{ metrics: [{ metric: 'k', aggregation: 'P95' }] }, 'metrics'],
      [{ metrics: [{ metric: 'rollback-share', aggregation: 'SUM' }] }, 'metrics'],
      [{ metrics, groupBy: ['team'] }, 'groupBy'],
      [{ metrics, filters: [{ attribute: 'entity', operator: 'LIKE', predicate: 'x' }] }, 'filters'],
      [{ metrics, orderBy: [{ attribute: 'other', direction: 'ASC' }] }, 'orderBy'],
      [{ metrics, nextPage: 'x' }, 'nextPage'],
      [{ metrics, endTime: '2026-01-01' }, 'endTime'],
    ]
    for (const [body, field] of cases) {
      const answer = await query(body)
      assert.deepEqual([answer.status, answer.body.field], [400, field])
    }
    const viewer = (await here.person(['VIEWER'])).session
    const statusOf = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) =>
      (await here.request({ method, url: `/api/v1/${path}`, as: viewer, ...(body && { body }) })).status
    assert.equal(await statusOf('GET', of('k', tag)), 200)
    assert.equal(await statusOf('POST', of('k', tag), { value: 1 }), 403)
    assert.equal(await statusOf('DELETE', of('k', tag)), 403)
    assert.equal(await statusOf('GET', 'eng-intel/registry/metrics/definitions'), 403)
    assert.equal(await statusOf('POST', 'eng-intel/metrics/point-in-time', { metrics }), 403)
    assert.equal((await ask('POST', of('k', 'nowhere-at-all'), { value: 1 })).status, 404)
  })
})
