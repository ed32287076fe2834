/**
 * Loads the folder of a company into a running server, through its public API alone. It can be interrupted and run again: what is there
 * already stays or is the same afterward, and deploys, events and metrics go on after the newest one that an entity has.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MOST_PAIRS } from '../contract/catalog/relationships.ts'
import { type Client, clientOf } from './client.ts'
import { descriptorFiles, fileOf, type ListName, readAbout } from './folder.ts'
import { allLines, type Line, readLines, textOf, without } from './lines.ts'
import { chunks, grouped, inParallel } from './parallel.ts'

export type Target = {
  readonly folder: string
  /** The address of Portico. */
  readonly url: string
  readonly token: string
  readonly now: number
  /** Only deploys and events of the last so many months. */
  readonly months?: number | undefined
}

/** What was loaded, by step. */
export type Loaded = Record<'entities' | ListName, number>

/** @param done how many there are of this step so far */
export type Progress = (step: keyof Loaded, done: number) => void

const AT_ONCE = 8
/** Values of one request: each has about 100 characters, and the limit is 2 MB. */
const VALUES = 2000
const POINTS = 100
const WEEK_MS = 7 * 86_400_000
const MONTH_MS = 30.5 * 86_400_000

type Loading = Target & {
  readonly client: Client
  readonly count: (step: keyof Loaded, more: number) => void
  /** Milliseconds that times are moved on by. */
  readonly shift: number
}

const shownAt = (line: Line, { shift }: Loading): string =>
  new Date(Date.parse(textOf(line, 'timestamp')) + shift).toISOString()

/** Types that exist stay as they are. */
const loadTypes = async (loading: Loading, list: 'entityTypes' | 'relationshipTypes', path: string) => {
  const key = list === 'entityTypes' ? 'type' : 'tag'
  for (const type of await allLines(join(loading.folder, fileOf(list)))) {
    const there = await loading.client({ path: `${path}/${encodeURIComponent(textOf(type, key))}` })
    if (there.status === 404) await loading.client({ method: 'POST', path, body: type })
    loading.count(list, 1)
  }
}

const loadEntities = ({ folder, client, count }: Loading) =>
  inParallel(descriptorFiles(folder), AT_ONCE, async file => {
    await client({ method: 'POST', path: '/api/v1/open-api', body: readFileSync(file, 'utf8') })
    count('entities', 1)
  })

const loadData = async ({ folder, client, count }: Loading) => {
  for (const lines of chunks(await allLines(join(folder, fileOf('customData'))), VALUES)) {
    const byTag = Map.groupBy(lines, line => textOf(line, 'tag'))
    const body = Object.fromEntries([...byTag].map(([tag, values]) => [tag, values.map(line => without(line, 'tag'))]))
    await client({ method: 'PUT', path: '/api/v1/catalog/custom-data', body })
    count('customData', lines.length)
  }
}

const loadRelationships = async ({ folder, client, count }: Loading) => {
  const byType = Map.groupBy(await allLines(join(folder, fileOf('relationships'))), line => textOf(line, 'type'))
  for (const [type, lines] of byType)
    for (const some of chunks(lines, MOST_PAIRS)) {
      const body = { relationships: some.map(line => without(line, 'type')) }
      await client({ method: 'POST', path: `/api/v1/relationships/${encodeURIComponent(type)}`, body })
      count('relationships', some.length)
    }
}

const entityPath = (tag: string) => `/api/v1/catalog/${encodeURIComponent(tag)}`

/** When the newest of a list was, which is its first. */
const newestIn = (body: unknown, list: string): number => {
  const rows: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, list) : undefined
  const first: unknown = Array.isArray(rows) ? rows[0] : undefined
  const timestamp: unknown = typeof first === 'object' && first !== null ? Reflect.get(first, 'timestamp') : undefined
  return typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NEGATIVE_INFINITY
}

type History = { readonly list: 'deploys' | 'events'; readonly path: string; readonly field: string }

const HISTORIES: readonly History[] = [
  { list: 'deploys', path: 'deploys', field: 'deployments' },
  { list: 'events', path: 'custom-events', field: 'events' },
]

/** One entity after the other's beginning, each in order of time. */
const loadHistory = (loading: Loading, { list, path, field }: History) => {
  const { client, count, now, months, folder } = loading
  const byTag = grouped(readLines(join(folder, fileOf(list))), line => textOf(line, 'tag'))
  return inParallel(byTag, AT_ONCE, async lines => {
    const ofEntity = `${entityPath(lines[0] ? textOf(lines[0], 'tag') : '')}/${path}`
    const newest = newestIn((await client({ path: `${ofEntity}?pageSize=1` })).body, field)
    const from = Math.max(newest + 1, months === undefined ? 0 : now - months * MONTH_MS)
    for (const line of lines) {
      const timestamp = shownAt(line, loading)
      if (Date.parse(timestamp) >= from)
        await client({ method: 'POST', path: ofEntity, body: { ...without(line, 'tag'), timestamp } })
      count(list, 1)
    }
  })
}

const loadMetrics = (loading: Loading) => {
  const { client, count, folder } = loading
  const series = grouped(
    readLines(join(folder, fileOf('metrics'))),
    line => `${textOf(line, 'tag')} ${textOf(line, 'key')}`,
  )
  return inParallel(series, AT_ONCE, async lines => {
    const [first] = lines
    if (!first) return
    const [tag, key] = [textOf(first, 'tag'), textOf(first, 'key')].map(encodeURIComponent)
    const path = `/api/v1/eng-intel/custom-metrics/${key}/entity/${tag}`
    const newest = newestIn((await client({ path: `${path}?pageSize=1` })).body, 'data')
    const points = lines.map(line => ({ value: line.value, timestamp: shownAt(line, loading) }))
    const fresh = points.filter(({ timestamp }) => Date.parse(timestamp) > newest)
    for (const some of chunks(fresh, POINTS))
      await client({ method: 'POST', path: `${path}/bulk`, body: { series: some } })
    count('metrics', lines.length)
  })
}

/** Nobody listens between a machine and itself. @throws Error where a token would be sent in plain text */
const expectSafe = (url: string) => {
  const { protocol, hostname, origin } = new URL(url)
  if (protocol === 'https:' || /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)) return
  throw new Error(`${origin} doesn't use https, so the token could be intercepted.`)
}

/** @throws Refused in the server's words, Error where the folder is not one of a company */
export const loadCompany = async (target: Target, progress: Progress): Promise<Loaded> => {
  expectSafe(target.url)
  const { until } = readAbout(target.folder)
  const loaded: Loaded = {
    entityTypes: 0,
    relationshipTypes: 0,
    entities: 0,
    customData: 0,
    relationships: 0,
    deploys: 0,
    events: 0,
    metrics: 0,
  }
  const count: Loading['count'] = (step, more) => {
    loaded[step] += more
    progress(step, loaded[step])
  }
  const shift = Math.floor((target.now - Date.parse(until)) / WEEK_MS) * WEEK_MS
  const client = clientOf(target.url.replace(/\/+$/, ''), target.token)
  const loading = { ...target, client, count, shift }
  const looking = { ...loading, client: clientOf(target.url.replace(/\/+$/, ''), target.token, [404]) }
  await loadTypes(looking, 'entityTypes', '/api/v1/catalog/definitions')
  await loadTypes(looking, 'relationshipTypes', '/api/v1/relationship-types')
  await loadEntities(loading)
  await loadData(loading)
  await loadRelationships(loading)
  for (const history of HISTORIES) await loadHistory(loading, history)
  await loadMetrics(loading)
  return loaded
}
