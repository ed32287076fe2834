/** One import: descriptors in chunks. While one chunk is stored, the next is read. */
import { OutcomeUnknown, Unavailable } from '../../core/db/failures.ts'
import { problemOf } from '../../core/http/errors.ts'
import { type OutsideContext, PrepareAgain } from '../../core/http/mount.ts'
import { changedMeanwhile, clientClosed, Problem } from '../../core/problems/problems.ts'
import { describeItems, failureOf, type Item, type Ready } from './described.ts'
import { Report, violationsOf } from './report.ts'
import { type Results, storeChunk } from './store.ts'
import { unchangedIn } from './unchanged.ts'

/** Descriptors of one transaction. */
const CHUNK = 100
const MOST_ATTEMPTS = 5

type Import = {
  readonly context: OutsideContext
  readonly dryRun: boolean
  readonly report: Report
  /** By tag, the first with it. */
  readonly seen: Map<string, Item>
  readonly reading: { readonly context: OutsideContext; ended: number }
}

/** @returns whether it is the first with this tag; the others fail */
const isFirst = ({ seen, report }: Import, item: Item, tag: string): boolean => {
  const first = seen.get(tag)
  if (!first) seen.set(tag, item)
  if (!first || first.index === item.index) return true
  const description = `The tag ${tag} is already in this request, on line ${first.line}. Only the first descriptor with a tag is used.`
  report.fail(item, [failureOf('Duplicate tag', description)], tag)
  return false
}

const readItems = async (run: Import, items: readonly Item[]): Promise<Ready[]> => {
  const { ready, refused } = await describeItems(run.reading, items)
  for (const { item, tag, violations } of refused) run.report.fail(item, violations, tag)
  return ready
}

const NOT_JSON = failureOf(
  'Not valid JSON',
  "This line isn't valid JSON. A line must have a descriptor, or its text as a string.",
)

/** The descriptors of a chunk that have to be stored. The report already has the others. */
const prepare = async (run: Import, chunk: readonly Item[]): Promise<Ready[]> => {
  const { context, report } = run
  if (context.hangUp().aborted) throw clientClosed()
  await context.stillAllowed()
  for (const item of chunk) if (item.isBroken) report.fail(item, [NOT_JSON])
  const items = chunk.filter(({ isBroken }) => !isBroken)
  const unchanged = await unchangedIn(context.db, items)
  const ready = await readItems(
    run,
    items.filter(({ index }) => !unchanged.has(index)),
  )
  const byIndex = new Map(ready.map(one => [one.index, one]))
  return items.flatMap(item => {
    const stored = unchanged.get(item.index)
    const one = byIndex.get(item.index)
    const tag = stored ?? one?.entity.tag
    if (tag === undefined || !isFirst(run, item, tag)) return []
    if (stored !== undefined) report.record(item, { outcome: 'UNCHANGED', tag, violations: [] })
    return one ? [one] : []
  })
}

const recordResults = ({ report }: Import, ready: readonly Ready[], results: Results) => {
  for (const item of ready) {
    const result = results.get(item.index)
    const { tag } = item.entity
    if (!result) continue
    if ('problem' in result) report.fail(item, violationsOf(result.problem), tag)
    else report.record(item, { outcome: result.outcome, tag, violations: [...item.warnings, ...result.warnings] })
  }
}

/** Stores them; reads the remaining ones again if a type changed after they were checked against it. */
const store = async (run: Import, ready: readonly Ready[], attempt = 1): Promise<void> => {
  const { context, dryRun, report } = run
  try {
    await storeChunk(context, { items: ready, dryRun }, results => recordResults(run, ready, results))
  } catch (error) {
    if (!(error instanceof PrepareAgain)) throw error
    if (attempt === MOST_ATTEMPTS) throw changedMeanwhile()
    const left = ready.filter(item => !report.hasResult(item))
    await store(run, await readItems(run, left), attempt + 1)
  }
}

const isExpected = (error: unknown) =>
  error instanceof Problem || error instanceof Unavailable || error instanceof OutcomeUnknown

const NEVER_TRIED = 'An earlier descriptor of this request could not be stored, so this one was skipped. Send it again.'

/** Reports each descriptor that was not stored with the reason why the import ended. @throws the reason if nothing was stored */
const endEarly = ({ report, dryRun }: Import, chunks: readonly (readonly Item[])[], error: unknown) => {
  if (dryRun || !report.hasStored || !isExpected(error)) throw error
  const problem = problemOf(error)
  const [current = [], ...later] = chunks
  report.failRest(current, violationsOf(problem))
  const isAboutCaller = problem.status === 401 || problem.status === 403
  report.failRest(later.flat(), isAboutCaller ? violationsOf(problem) : [failureOf('Not stored', NEVER_TRIED)])
}

const chunksOf = (items: readonly Item[]) =>
  Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, nth) => items.slice(nth * CHUNK, (nth + 1) * CHUNK))

/** @throws Problem where nothing was stored */
export const importItems = async (context: OutsideContext, items: readonly Item[], dryRun: boolean) => {
  const report = new Report(items)
  const run: Import = { context, dryRun, report, seen: new Map(), reading: { context, ended: 0 } }
  const chunks = chunksOf(items)
  /** A failure is handled when it is awaited, in its turn. */
  const begin = (nth: number) => {
    const prepared = prepare(run, chunks[nth] ?? [])
    prepared.catch(() => {})
    return prepared
  }
  let next = begin(0)
  for (const nth of chunks.keys()) {
    try {
      const ready = await next
      if (nth + 1 < chunks.length) next = begin(nth + 1)
      await store(run, ready)
    } catch (error) {
      endEarly(run, chunks.slice(nth), error)
      break
    }
  }
  return report.answer
}
