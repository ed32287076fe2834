/** The rules of `docs/decisions/wings-and-slices.md` about who may name whom, and how large anything may be. */
import { posix } from 'node:path'
import type { Source } from './source.ts'

/** Lowest first: what is in a wing may name its own wing and those before it. */
const WINGS = ['core', 'identity', 'catalog', 'standards', 'outbound', 'docs', 'agents', 'samples', 'commands', 'frame']
/** Wings that are one slice each. */
const WHOLE = new Set(['docs', 'agents', 'samples', 'commands', 'frame'])
/** What stands above the wings. */
const ABOVE = /^(main|serve|cli|dev|app|slices|routes|pages)\.tsx?$/
/** What stands between `core`, which needs no settings, and everything else. */
const CONFIG = /^config(-\w+)?\.ts$/
const SIDES = ['contract', 'server', 'web', 'examples'] as const
/** A client of the API as anyone could write it, too small for wings. */
const WITHOUT_WINGS = 'examples'
/** Each side names itself and what is listed. */
const MAY_NAME: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  server: ['contract'],
  web: ['contract'],
  examples: ['contract'],
}
/** The interfaces that slices add to, by the file that declares them. */
const REGISTRIES: Readonly<Record<string, string>> = {
  AppServices: 'server/core/services/services.ts',
  Events: 'server/core/changes/events.ts',
  Jobs: 'server/core/jobs/kinds.ts',
  Services: 'server/core/services/services.ts',
  Tables: 'server/core/db/tables.ts',
}
/** Where what comes from outside, or from another thread, takes its type. */
const MAY_CAST = ['server/core/http/mount.ts', 'server/core/http/perform.ts', 'server/core/db/', 'server/core/threads/']

const MOST_LINES = 400
const MOST_LINES_OF_FUNCTION = 60
const MOST_PARAMETERS = 3

export type Breach = string

export type Place = { readonly side: string; readonly wing: string; readonly slice: string }

const placeOf = (file: string): Place | undefined => {
  const [side = '', first = '', second] = file.split('/')
  if (!SIDES.some(known => known === side)) return undefined
  if (side === WITHOUT_WINGS) return { side, wing: 'frame', slice: side }
  if (second === undefined) return { side, wing: first, slice: first }
  const slice = WHOLE.has(first) ? first : `${first}/${second.replace(/\.\w+$/, '')}`
  return { side, wing: first, slice }
}

const isTest = (file: string) => /\.test\.tsx?$|(^|\/)testing[^/]*(\/|\.ts$)|^web\/dist\//.test(file)

const CONFIG_RANK = WINGS.indexOf('core') + 0.5

/** The higher, the more it may name. Undefined where nothing is allowed to be. */
const rankOf = ({ wing }: Place): number | undefined => {
  if (ABOVE.test(wing)) return WINGS.length
  if (CONFIG.test(wing)) return CONFIG_RANK
  const rank = WINGS.indexOf(wing)
  return rank === -1 ? undefined : rank
}

const targetOf = (file: string, path: string) =>
  path.startsWith('.') ? posix.join(posix.dirname(file), path) : undefined

type Named = { readonly source: Source; readonly line: number; readonly target: string }

const namedBy = (source: Source): Named[] =>
  source.references.flatMap(({ path, line }) => {
    const target = targetOf(source.file, path)
    return target === undefined ? [] : { source, line, target }
  })

const faultOf = ({ source: { file }, target }: Named): string | undefined => {
  const [from, to] = [placeOf(file), placeOf(target)]
  if (!from || !to) return undefined
  if (from.side !== to.side)
    return MAY_NAME[from.side]?.includes(to.side) ? undefined : `${from.side}/ may not name ${to.side}/`
  if (isTest(target)) return 'only tests may name what is for tests'
  const [rank, other] = [rankOf(from), rankOf(to)]
  if (rank !== undefined && other !== undefined && other > rank) return `${from.wing} may not name ${to.wing}`
  if (rank !== WINGS.length && from.slice !== to.slice && /(^|\/|-)routes\.tsx?$/.test(target))
    return 'the routes of another slice'
  return undefined
}

const imports = (sources: readonly Source[]): Breach[] =>
  sources.flatMap(source =>
    namedBy(source).flatMap(named => {
      const fault = faultOf(named)
      return fault ? `${source.file}:${named.line} names ${named.target}: ${fault}` : []
    }),
  )

const homes = (sources: readonly Source[]): Breach[] =>
  sources.flatMap(({ file }) => {
    const place = placeOf(file)
    return place && rankOf(place) === undefined ? `${file} is in no wing` : []
  })

const augmentations = (sources: readonly Source[]): Breach[] =>
  sources.flatMap(({ file, augmented }) =>
    augmented.flatMap(({ path, name, line }) => {
      const target = targetOf(file, path)
      return target === undefined || REGISTRIES[name] === target
        ? []
        : `${file}:${line} adds to ${name}, which is another slice’s`
    }),
  )

/** `core` knows no slice, not even by a path in a text. */
const coreNames = (sources: readonly Source[]): Breach[] => {
  const slices = new Set(sources.flatMap(({ file }) => placeOf(file)?.slice ?? []))
  const names = [...slices].filter(slice => slice.includes('/') && !slice.startsWith('core/'))
  return sources
    .filter(({ file }) => file.startsWith('server/core/'))
    .flatMap(({ file, texts }) =>
      texts.flatMap(({ path, line }) => {
        const named = names.find(name => new RegExp(`(^|/)${name}(/|$)`).test(path))
        return named ? `${file}:${line} names the slice ${named}` : []
      }),
    )
}

type Graph = ReadonlyMap<string, ReadonlyMap<string, string>>

/** Slice → slice → where it is named. */
const graphOf = (sources: readonly Source[], side: string): Graph => {
  const graph = new Map<string, Map<string, string>>()
  for (const source of sources)
    for (const { line, target } of namedBy(source)) {
      const [from, to] = [placeOf(source.file), placeOf(target)]
      if (from?.side !== side || to?.side !== side || from.slice === to.slice) continue
      const edges = graph.get(from.slice) ?? new Map<string, string>()
      if (!edges.has(to.slice)) edges.set(to.slice, `${source.file}:${line}`)
      graph.set(from.slice, edges)
    }
  return graph
}

/** The way from one slice to another; undefined when there is none. */
const wayTo = (graph: Graph, from: string, to: string): string[] | undefined => {
  const cameFrom = new Map<string, string>([[from, '']])
  for (const slice of cameFrom.keys())
    for (const next of graph.get(slice)?.keys() ?? []) if (!cameFrom.has(next)) cameFrom.set(next, slice)
  if (!cameFrom.has(to)) return undefined
  const way = [to]
  while (way[0] && way[0] !== from) way.unshift(cameFrom.get(way[0]) ?? '')
  return way
}

const cycles = (sources: readonly Source[]): Breach[] =>
  SIDES.filter(side => side !== 'contract').flatMap(side => {
    const graph = graphOf(sources, side)
    return [...graph].flatMap(([from, edges]) =>
      [...edges].flatMap(([to, where]) => {
        const back = from < to ? wayTo(graph, to, from) : undefined
        return back ? `${where}: ${side} goes in a circle: ${[from, ...back].join(' → ')}` : []
      }),
    )
  })

const sizes = ({ file, functions }: Source): Breach[] =>
  functions.flatMap(one => [
    ...(one.lines > MOST_LINES_OF_FUNCTION ? [`${file}:${one.line} is a function of ${one.lines} lines`] : []),
    ...(one.parameters > MOST_PARAMETERS ? [`${file}:${one.line} has ${one.parameters} parameters`] : []),
  ])

const lengths = ({ file, lines }: Source): Breach[] => (lines > MOST_LINES ? [`${file} has ${lines} lines`] : [])

const casts = ({ file, casts: lines }: Source): Breach[] =>
  MAY_CAST.some(place => file.startsWith(place)) ? [] : lines.map(line => `${file}:${line} has an “as”`)

/** SQL that one engine alone understands. */
const DIALECT = /\b(json_quote|json_extract|json_each|to_jsonb?|jsonb|julianday|lateral|ilike)\b/

const dialects = ({ file, texts }: Source): Breach[] =>
  file.startsWith('server/') && !file.startsWith('server/core/db/')
    ? texts.flatMap(({ path, line }) => {
        const word = DIALECT.exec(path)?.[0]
        return word ? `${file}:${line} has ${word}, which one engine alone understands` : []
      })
    : []

const ofProduct = (all: readonly Source[]) => all.filter(({ file }) => !isTest(file))

/** Functions that are too long or take too much. */
export const sizesOf = (all: readonly Source[]): Breach[] => ofProduct(all).flatMap(sizes)

/** What breaks a rule, each with its file and line. Tests may name anything and be of any size. */
export const breachesOf = (all: readonly Source[]): Breach[] => {
  const sources = ofProduct(all)
  return [
    ...homes(sources),
    ...imports(sources),
    ...augmentations(sources),
    ...coreNames(sources),
    ...cycles(sources),
    ...sources.flatMap(lengths),
    ...sources.flatMap(casts),
    ...sources.flatMap(dialects),
  ]
}
