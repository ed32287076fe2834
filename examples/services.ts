/** What services the company has: which part of the business each serves, who owns it, and what it calls. */
import type { Subject } from './areas.ts'
import type { Domain, Organization, Team } from './organization.ts'
import { Random } from './random.ts'

export type Kind = 'api' | 'worker' | 'sync' | 'admin-ui' | 'importer' | 'exporter' | 'scheduler' | 'gateway'

export type Service = {
  readonly tag: string
  readonly name: string
  readonly subject: Subject
  readonly kind: Kind
  /** The domain whose business it serves; not every descriptor names it. */
  readonly domain: Domain
  readonly isPlaced: boolean
  /** Who works on it; not every descriptor names them. */
  readonly team: Team
  readonly isOwned: boolean
  readonly tier: 1 | 2 | 3 | 4
  readonly language: string
  readonly lifecycle: 'live' | 'maintenance' | 'sunset'
  /** Deploys to production in a year. */
  readonly deploys: number
  readonly calls: readonly Call[]
}

export type Call = { readonly tag: string; readonly path: string | undefined }

type Combination = { readonly subject: Subject; readonly kind: Kind }

const OTHER_KINDS: readonly Kind[] = ['worker', 'sync', 'admin-ui', 'importer', 'exporter', 'scheduler', 'gateway']

const LABELS: Readonly<Record<Kind, string>> = {
  api: 'API',
  worker: 'worker',
  sync: 'sync',
  'admin-ui': 'admin',
  importer: 'import',
  exporter: 'export',
  scheduler: 'scheduler',
  gateway: 'gateway',
}

export const KIND_WORDS: Readonly<Record<Kind, (words: string) => readonly string[]>> = {
  api: words => [
    `Reads and writes ${words}.`,
    `The only service that changes ${words}; others ask it.`,
    `Answers questions about ${words} in a few milliseconds, from a copy in memory that is renewed every minute.`,
  ],
  worker: words => [
    `Works through queued changes of ${words}.`,
    `Background work around ${words}, which can be stopped for an hour without anyone noticing.`,
  ],
  sync: words => [
    `Keeps ${words} the same in all systems.`,
    `Copies ${words} to the stores every five minutes and reports what differs.`,
  ],
  'admin-ui': words => [`Pages where staff edit ${words}.`],
  importer: words => [`Imports ${words} from files and feeds of partners.`],
  exporter: words => [`Exports ${words} to the data platform every night.`],
  scheduler: words => [`Starts the jobs around ${words} and repeats those that failed.`],
  gateway: words => [
    `Connects ${words} with systems of other companies, each with its own format and its own hours of maintenance.`,
  ],
}

const LANGUAGES: Readonly<Record<'ui' | 'other', readonly (readonly [string, number])[]>> = {
  ui: [
    ['typescript', 9],
    ['javascript', 1],
  ],
  other: [
    ['kotlin', 32],
    ['java', 18],
    ['go', 20],
    ['typescript', 16],
    ['python', 12],
    ['csharp', 2],
  ],
}

const TIERS = [
  [1, 10],
  [2, 30],
  [3, 45],
  [4, 15],
] as const
const LIFECYCLES = [
  ['live', 86],
  ['maintenance', 10],
  ['sunset', 4],
] as const
/** A few services are deployed every day, most every week or two, some hardly ever. */
const DEPLOYS = [
  [230, 4],
  [140, 8],
  [90, 18],
  [52, 30],
  [26, 24],
  [12, 12],
  [3, 4],
] as const

/** What nearly everything calls. */
const HUBS = [
  'sign-in-api',
  'product-master-api',
  'stock-levels-api',
  'list-prices-api',
  'mail-sending-api',
  'feature-flags-api',
  'customer-profiles-api',
]

const combinationsOf = (subjects: readonly Subject[], random: Random): Combination[] => [
  ...random.shuffled(subjects).map(subject => ({ subject, kind: 'api' as const })),
  ...random.shuffled(subjects.flatMap(subject => OTHER_KINDS.map(kind => ({ subject, kind })))),
]

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

type Named = Combination & { readonly domain: Domain; readonly tag: string; readonly name: string }

/** Each domain in turn gets its next one; a domain that has used up its combinations numbers them. */
const named = (organization: Organization, count: number, random: Random): Named[] => {
  const domains = organization.domains.filter(({ subjects }) => subjects.length > 0)
  const combinations = domains.map(({ subjects }) => combinationsOf(subjects, random))
  return Array.from({ length: count }, (_, index) => {
    const [at, turn] = [index % domains.length, Math.floor(index / domains.length)]
    const [domain, all = []] = [domains[at], combinations[at]]
    const one = all[turn % all.length]
    if (!domain || !one) throw new Error('a company needs a domain with services')
    const again = Math.floor(turn / all.length)
    const suffix = domain.market.suffix + (again === 0 ? '' : `-${again + 1}`)
    const words = capitalized(one.subject[0].replaceAll('-', ' '))
    const name = `${words} ${LABELS[one.kind]}${domain.market.label}${again === 0 ? '' : ` ${again + 1}`}`
    return { ...one, domain, tag: `${one.subject[0]}-${one.kind}${suffix}`, name }
  })
}

type Callees = {
  /** APIs of a domain, by its tag. */
  readonly near: ReadonlyMap<string, readonly Named[]>
  readonly all: readonly Named[]
  readonly hubs: readonly Named[]
}

const pathOf = ({ subject: [name] }: Named) => `/${name}`

const callsOf = (one: Named, { near, all, hubs }: Callees, random: Random): Call[] => {
  const many = random.weighted([
    [0, 12],
    [1, 25],
    [2, 25],
    [3, 18],
    [4, 12],
    [7, 8],
  ] as const)
  const candidates = Array.from({ length: many }, () =>
    random.pick(
      random.weighted([
        [near.get(one.domain.tag) ?? all, 55],
        [all, 20],
        [hubs.length > 0 ? hubs : all, 25],
      ] as const),
    ),
  )
  const others = [...new Set(candidates)].filter(({ tag }) => tag !== one.tag)
  return others.map(callee => ({ tag: callee.tag, path: random.chance(30) ? pathOf(callee) : undefined }))
}

export const servicesOf = (seed: number, organization: Organization, count: number): Service[] => {
  const random = new Random(seed, 'services')
  const all = named(organization, count, random)
  const apis = all.filter(({ kind }) => kind === 'api')
  const callees = {
    near: Map.groupBy(apis, ({ domain }) => domain.tag),
    all: apis,
    hubs: apis.filter(({ tag }) => HUBS.includes(tag)),
  }
  return all.map(one => ({
    tag: one.tag,
    name: one.name,
    subject: one.subject,
    kind: one.kind,
    domain: one.domain,
    isPlaced: !random.chance(6),
    team: random.chance(88) ? one.domain.team : random.pick(organization.teams),
    isOwned: !random.chance(7),
    tier: HUBS.includes(one.tag) ? 1 : random.weighted(TIERS),
    language: random.weighted(LANGUAGES[one.kind === 'admin-ui' ? 'ui' : 'other']),
    lifecycle: random.weighted(LIFECYCLES),
    deploys: random.weighted(DEPLOYS),
    calls: callsOf(one, callees, random),
  }))
}
