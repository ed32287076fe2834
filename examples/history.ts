/** What happened in the last year, and what was measured: of each service in order of time, ending on a fixed day. */
import { HOST } from './descriptor.ts'
import type { Person } from './people.ts'
import { Random } from './random.ts'
import type { Service } from './services.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const WEEK = 7 * DAY

/** A Monday. Who loads the company moves all times on by whole weeks, so that weekdays and hours stay. */
export const END = Date.UTC(2026, 10, 2)
const YEAR_DAYS = 364

export type Deploy = {
  readonly tag: string
  readonly timestamp: string
  readonly title: string
  readonly type: 'DEPLOY' | 'SCALE' | 'ROLLBACK' | 'RESTART'
  readonly sha: string
  readonly environment: string
  readonly url: string
  readonly deployer: Person
  readonly customData?: object
}

export type Happening = {
  readonly tag: string
  readonly timestamp: string
  readonly title: string
  readonly type: string
  readonly description?: string
  readonly url?: string
  readonly customData?: object
}

export type Point = { readonly tag: string; readonly key: string; readonly timestamp: string; readonly value: number }

const iso = (at: number) => new Date(at).toISOString()

const isWeekend = (at: number) => [0, 6].includes(new Date(at).getUTCDay())
/** Nothing is deployed between the 20th of February and Easter week, when half of a year's plants are sold, except in an emergency. */
const isFreeze = (at: number) => {
  const date = new Date(at)
  const [month, day] = [date.getUTCMonth(), date.getUTCDate()]
  return (month === 1 && day >= 20) || month === 2
}

/** A time at which people work, mostly. */
const workingTime = (random: Random): number => {
  for (;;) {
    const day = END - DAY * (1 + random.below(YEAR_DAYS))
    if ((isWeekend(day) && !random.chance(4)) || (isFreeze(day) && !random.chance(15))) continue
    return day + 7 * HOUR + random.below(9 * HOUR)
  }
}

const anyTime = (random: Random): number => END - DAY * YEAR_DAYS + random.below(YEAR_DAYS * DAY)

const times = (random: Random, many: number, timeFrom: (random: Random) => number) =>
  Array.from({ length: many }, () => timeFrom(random)).toSorted((a, b) => a - b)

const VERBS = [
  'Add',
  'Remove',
  'Fix',
  'Rename',
  'Cache',
  'Validate',
  'Log',
  'Speed up',
  'Retry',
  'Round',
  'Sort',
  'Translate',
]
const WHERES = [
  'for trade customers',
  'in the nightly run',
  'when nothing is found',
  'for orders of two warehouses',
  'at the end of a month',
  'on small screens',
  'after a timeout',
  'in the export',
  'for customers abroad',
  'behind a flag',
]
const CHORES = [
  'Update dependencies',
  'Move to the new base image',
  'Clean up after the experiment',
  'Raise the test coverage',
  'Use the shared error format',
  'Renew certificates',
]

const titleOf = ({ subject }: Service, random: Random) => {
  const number = `(#${random.between(100, 9800)})`
  if (random.chance(30)) return `${random.pick(CHORES)} ${number}`
  return `${random.pick(VERBS)} ${subject[1]} ${random.pick(WHERES)} ${number}`
}

const DEPLOY_TYPES = [
  ['DEPLOY', 91],
  ['ROLLBACK', 4],
  ['RESTART', 3],
  ['SCALE', 2],
] as const

const deployOf = (service: Service, at: number, random: Random): Deploy => {
  const type = random.weighted(DEPLOY_TYPES)
  const sha = random.hex(40)
  const run = random.between(1000, 99_999)
  return {
    tag: service.tag,
    timestamp: iso(at),
    title:
      type === 'DEPLOY'
        ? titleOf(service, random)
        : `${type === 'SCALE' ? 'Scale' : type === 'ROLLBACK' ? 'Roll back' : 'Restart'} ${service.tag}`,
    type,
    sha,
    environment: random.chance(82) ? 'production' : 'staging',
    url: `https://ci.${HOST}/${service.tag}/runs/${run}`,
    deployer:
      random.chance(70) && service.team.members.length > 0
        ? random.pick(service.team.members)
        : { name: 'Release bot', email: `release-bot@${HOST}` },
    ...(random.chance(50) ? { customData: { run, 'duration-seconds': random.between(40, 1500) } } : {}),
  }
}

export function* deploysOf(seed: number, services: readonly Service[]): Generator<Deploy> {
  for (const service of services) {
    const random = new Random(seed, `deploys ${service.tag}`)
    const many = Math.ceil((service.deploys * random.between(70, 130)) / 100)
    for (const at of times(random, many, workingTime)) yield deployOf(service, at, random)
  }
}

const CAUSES = [
  'a slow query',
  'a full disk',
  'an expired certificate',
  'a change of configuration',
  'a system of a partner',
  'too little memory',
  'a wrong feature flag',
  'the spring rush',
]

type Saying = Pick<Happening, 'title' | 'type' | 'description' | 'url' | 'customData'>

const incident = ({ tag, name, tier }: Service, random: Random): Saying => {
  const number = random.between(1000, 9999)
  const minutes = random.between(4, 240)
  return {
    type: 'INCIDENT',
    title: `${name} ${random.pick(['is slow', 'answers with errors', 'is down', 'falls behind'])}`,
    description: `Because of ${random.pick(CAUSES)}, for ${minutes} minutes.`,
    url: `https://docs.${HOST}/incidents/${number}`,
    customData: { incident: number, severity: Math.min(4, tier + random.below(2)), minutes, service: tag },
  }
}

const flag = ({ subject }: Service, random: Random): Saying => ({
  type: 'FEATURE_FLAG',
  title: `${subject[0]}-${random.pick(['new-layout', 'faster', 'trade', 'beta', 'second-try'])} ${random.pick(['on for 5 %', 'on for half', 'on for all', 'off'])}`,
})

const configuration = (service: Service, random: Random): Saying => ({
  type: 'CONFIG_CHANGE',
  title: `${random.pick(['Timeout', 'Pool size', 'Memory limit', 'Replicas', 'Cache lifetime'])} of ${service.tag} ${random.pick(['raised', 'lowered'])}`,
  customData: { before: random.between(1, 50), after: random.between(1, 50) },
})

const review = (service: Service, random: Random): Saying => ({
  type: 'SECURITY_REVIEW',
  title: `Review of ${service.name}`,
  description: random.pick([
    'No findings.',
    'Two findings, both minor.',
    'One finding that must be fixed within 30 days.',
  ]),
})

const EVENTS = [
  [flag, 40],
  [configuration, 32],
  [incident, 20],
  [review, 8],
] as const
const FEWEST_EVENTS = { 1: 20, 2: 12, 3: 7, 4: 2 } as const

export function* happeningsOf(seed: number, services: readonly Service[]): Generator<Happening> {
  for (const service of services) {
    const random = new Random(seed, `events ${service.tag}`)
    const many = FEWEST_EVENTS[service.tier] + random.below(8)
    for (const at of times(random, many, anyTime))
      yield { tag: service.tag, timestamp: iso(at), ...random.weighted(EVENTS)(service, random) }
  }
}

/** Data points are accepted from the last six months. */
const WEEKS = 24

const METRICS = [
  { key: 'p95-latency-ms', from: [20, 900], jitter: 15 },
  { key: 'requests-per-second', from: [2, 4000], jitter: 30 },
  { key: 'error-rate-percent', from: [0, 3], jitter: 60 },
] as const

/** One value a week of services that matter most. */
export function* pointsOf(seed: number, services: readonly Service[]): Generator<Point> {
  for (const service of services.filter(({ tier }) => tier <= 2)) {
    const random = new Random(seed, `metrics ${service.tag}`)
    for (const { key, from, jitter } of METRICS) {
      const base = random.between(from[0] * 100, from[1] * 100)
      for (let week = WEEKS; week > 0; week--) {
        const value = Math.round((base * (100 + random.between(-jitter, jitter))) / 100) / 100
        yield { tag: service.tag, key, timestamp: iso(END - week * WEEK), value }
      }
    }
  }
}
