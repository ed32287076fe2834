/** Teams and domains: both are trees, and each domain has a team that answers for it. */
import { AREAS, type Subject } from './areas.ts'
import { type Entity, entityOf, groupOwner, link, slack, styleFrom } from './descriptor.ts'
import { type Person, peopleFrom } from './people.ts'
import { Random } from './random.ts'
import type { Style } from './yaml.ts'

export type Team = {
  readonly tag: string
  readonly name: string
  readonly about: string
  readonly parent: string | undefined
  readonly members: readonly Person[]
  readonly style: Style
}

export type Domain = {
  readonly tag: string
  readonly name: string
  readonly about: string
  readonly parent: string | undefined
  readonly team: Team
  /** What has services; nothing in a domain that only holds others. */
  readonly subjects: readonly Subject[]
  /** What tags and names end with in a market of its own; both are empty in the first one. */
  readonly market: Market
}

export type Organization = { readonly teams: readonly Team[]; readonly domains: readonly Domain[] }

/** A larger company has the same areas in several markets. */
const MARKETS =
  'Austria Belgium Czechia Denmark Finland France Germany Ireland Italy Netherlands Norway Poland Portugal Spain Sweden Switzerland'.split(
    ' ',
  )

type Market = { readonly suffix: string; readonly label: string }

const marketOf = (copy: number): Market => {
  if (copy === 0) return { suffix: '', label: '' }
  const market = MARKETS[(copy - 1) % MARKETS.length] ?? ''
  const again = Math.floor((copy - 1) / MARKETS.length)
  const name = again === 0 ? market : `${market} ${again + 1}`
  return { suffix: `-${name.toLowerCase().replace(' ', '-')}`, label: ` (${name})` }
}

type Unit = { readonly tag: string; readonly name: string; readonly about: string; readonly parent?: string }

/** Teams that work for all areas. */
const SHARED: readonly Unit[] = [
  { tag: 'site-reliability', name: 'Site reliability', about: 'Keeps production up and runs the on-call rotation.' },
  { tag: 'application-security', name: 'Application security', about: 'Reviews designs and follows up on findings.' },
  { tag: 'data-engineering', name: 'Data engineering', about: 'Builds the pipelines that reports rely on.' },
  { tag: 'data-science', name: 'Data science', about: 'Models for demand, ranking and prices.' },
  { tag: 'design-system', name: 'Design system', about: 'Components, icons and texts of all pages.' },
  { tag: 'mobile-apps', name: 'Mobile apps', about: 'The apps for iOS and Android.' },
  { tag: 'quality-engineering', name: 'Quality engineering', about: 'Test environments and end-to-end tests.' },
  { tag: 'integration', name: 'Integration', about: 'EDI, files and everything else partners send.' },
  { tag: 'enterprise-architecture', name: 'Enterprise architecture', about: 'Guidelines, and the map of systems.' },
  { tag: 'warehouse-automation', name: 'Warehouse automation', about: 'Conveyors, scanners and their controllers.' },
  { tag: 'store-systems', name: 'Store systems', about: 'Tills and handhelds of the 84 stores.' },
  { tag: 'workplace-it', name: 'Workplace IT', about: 'Laptops, accounts and meeting rooms.' },
  { tag: 'business-intelligence', name: 'Business intelligence', about: 'Dashboards for the management.' },
  { tag: 'privacy', name: 'Privacy', about: 'Answers requests for data and reviews what is stored.' },
  {
    tag: 'database-operations',
    name: 'Database operations',
    about: 'Runs databases: upgrades, backups, restore drills.',
  },
  { tag: 'network', name: 'Network', about: 'Links between offices, warehouses and clouds.' },
  { tag: 'release-management', name: 'Release management', about: 'Plans the freeze before the spring season.' },
  { tag: 'partner-engineering', name: 'Partner engineering', about: 'Helps sellers and suppliers connect.' },
  { tag: 'developer-experience', name: 'Developer experience', about: 'Templates, docs and this portal.' },
]

const TECHNOLOGY: Unit = {
  tag: 'technology',
  name: 'Technology',
  about: 'Everyone who builds and runs software at Mosswick.',
}

/** The first teams of the list are those that the first domains need, so that a small company has them. */
const TEAM_UNITS: readonly Unit[] = [
  TECHNOLOGY,
  ...AREAS.flatMap(area => [
    {
      tag: `${area.tag}-group`,
      name: `${area.name} group`,
      about: `Leads the teams of ${area.name}.`,
      parent: TECHNOLOGY.tag,
    },
    ...area.below.map(({ tag, name, about }) => ({ tag: `${tag}-team`, name, about, parent: `${area.tag}-group` })),
  ]),
  ...SHARED.map(unit => ({ ...unit, parent: TECHNOLOGY.tag })),
]

type DomainUnit = Unit & { readonly subjects: readonly Subject[]; readonly team: string }

const DOMAIN_UNITS: readonly DomainUnit[] = AREAS.flatMap(area => [
  { tag: area.tag, name: area.name, about: area.about, subjects: [], team: `${area.tag}-group` },
  ...area.below.map(one => ({ ...one, parent: area.tag, team: `${one.tag}-team` })),
])

const copyOf = <U extends Unit>(units: readonly U[], index: number) => {
  const [unit, copy] = [units[index % units.length], Math.floor(index / units.length)]
  if (!unit) throw new Error('no unit')
  const market = marketOf(copy)
  const parent = unit.parent === undefined ? undefined : unit.parent + market.suffix
  return { unit, copy, market, tag: unit.tag + market.suffix, name: unit.name + market.label, parent }
}

const teamsOf = (seed: number, count: number): Team[] => {
  const random = new Random(seed, 'teams')
  const hire = peopleFrom(random)
  return Array.from({ length: count }, (_, index) => {
    const { unit, copy, tag, name, parent } = copyOf(TEAM_UNITS, index)
    return {
      tag,
      name,
      about: unit.about,
      parent: parent ?? (copy > 0 ? TECHNOLOGY.tag : undefined),
      members: Array.from({ length: random.between(3, 9) }, hire),
      style: styleFrom(random),
    }
  })
}

export const organizationOf = (seed: number, size: { teams: number; domains: number }): Organization => {
  const teams = teamsOf(seed, size.teams)
  const byTag = new Map(teams.map(team => [team.tag, team]))
  const domains = Array.from({ length: size.domains }, (_, index): Domain => {
    const { unit, market, tag, name, parent } = copyOf(DOMAIN_UNITS, index)
    const team = byTag.get(unit.team + market.suffix) ?? teams[index % teams.length]
    if (!team) throw new Error('a company needs a team')
    return { tag, name, about: unit.about, parent, team, subjects: unit.subjects, market }
  })
  return { teams, domains }
}

const ROLES = ['Engineer', 'Engineer', 'Engineer', 'Senior engineer', 'Product manager', 'Designer', 'Analyst']

const membersOf = ({ members }: Team, random: Random) =>
  members.map(({ name, email }, index) => ({
    name,
    email,
    roles: [index === 0 ? 'Lead' : random.pick(ROLES)],
    ...(random.chance(8) ? { notificationsEnabled: false } : {}),
  }))

/** Every third team takes its members from a group of the identity provider too. */
const groupsOf = ({ tag }: Team, random: Random) =>
  random.chance(33) ? [{ name: `mosswick-${tag}`, provider: 'OKTA' }] : undefined

/** A team's descriptor names the teams below it. */
const teamEntity = (team: Team, random: Random, below: readonly Team[]): Entity =>
  entityOf(
    {
      tag: team.tag,
      type: 'team',
      title: team.name,
      description: team.about,
      groups: below.length > 0 ? ['department'] : [],
      rest: {
        'x-cortex-team': { members: membersOf(team, random), groups: groupsOf(team, random) },
        'x-cortex-children': below.length === 0 ? undefined : below.map(({ tag }) => ({ tag })),
        'x-cortex-slack': slack(random.chance(30) ? [team.tag, `${team.tag}-alerts`] : [team.tag]),
        'x-cortex-link': [link('How we work', 'documentation', `teams/${team.tag}`)],
      },
    },
    team.style,
  )

const domainEntity = ({ tag, name, about, parent, team }: Domain, random: Random): Entity =>
  entityOf(
    {
      tag,
      type: 'domain',
      title: name,
      description: about,
      groups: [],
      rest: {
        'x-cortex-parents': parent === undefined ? undefined : [{ tag: parent }],
        'x-cortex-owners': [groupOwner(team.tag, { inheritance: parent === undefined ? 'FALLBACK' : 'APPEND' })],
        'x-cortex-link': [
          link('Architecture', 'documentation', `domains/${tag}`),
          ...(random.chance(50) ? [link('Business figures', 'dashboard', `d/${tag}`)] : []),
        ],
      },
    },
    team.style,
  )

export function* organizationEntities(seed: number, { teams, domains }: Organization): Generator<Entity> {
  const random = new Random(seed, 'organization')
  const below = Map.groupBy(teams, ({ parent }) => parent)
  for (const team of teams) yield teamEntity(team, random, below.get(team.tag) ?? [])
  for (const domain of domains) yield domainEntity(domain, random)
}
