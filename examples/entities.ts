/** The descriptors of services and of what they use. */
import { type Entity, entityOf, groupOwner, link, slack } from './descriptor.ts'
import { Random } from './random.ts'
import type { Resource, Resources, Uses, Vendor } from './resources.ts'
import { KIND_WORDS, type Service } from './services.ts'
import type { Yaml } from './yaml.ts'

const ORGANIZATION = 'mosswick-trade'

const groupsOf = ({ tier, kind, language, domain }: Service, random: Random) => [
  `tier-${tier}`,
  ...(random.chance(60) ? [`language:${language}`] : []),
  ...(kind === 'admin-ui' ? ['internal-tools'] : []),
  ...(['payment-handling', 'basket-and-checkout'].some(tag => domain.tag.startsWith(tag)) && kind === 'api'
    ? ['pci']
    : []),
  ...(domain.parent?.startsWith('retail-shop') && kind === 'api' ? ['customer-facing'] : []),
]

const ownersOf = ({ team, isOwned }: Service, random: Random): Yaml | undefined => {
  if (!isOwned) return undefined
  const person = team.members[0]
  return [
    groupOwner(team.tag),
    ...(random.chance(25) ? [{ type: 'SLACK', channel: team.tag, notificationsEnabled: true }] : []),
    ...(person && random.chance(12) ? [{ type: 'EMAIL', email: person.email, description: 'Knows the history' }] : []),
  ]
}

/** Some teams keep everything in one repository. */
const gitOf = ({ tag, team }: Service): Yaml =>
  team.style.folded
    ? { github: { repository: `${ORGANIZATION}/${team.tag.replace(/-team\b/, '')}`, basepath: `services/${tag}` } }
    : { github: { repository: `${ORGANIZATION}/${tag}` } }

const linksOf = ({ tag, tier, kind }: Service, random: Random): Yaml => [
  ...(tier <= 2 || random.chance(40) ? [link('Runbook', 'runbook', `runbooks/${tag}`)] : []),
  link(random.pick(['Dashboard', 'Service dashboard', 'Golden signals']), 'dashboard', `d/${tag}`),
  ...(random.chance(35) ? [link('Logs', 'logs', `logs/${tag}`)] : []),
  ...(kind === 'api' && random.chance(40) ? [link('API guide', 'documentation', `apis/${tag}`)] : []),
]

const metadataOf = ({ tier, language, lifecycle, domain }: Service, random: Random): Yaml => ({
  tier,
  language,
  lifecycle,
  'cost-center': String(4100 + random.below(40)),
  ...(domain.tag.startsWith('customer') ? { 'handles-personal-data': true } : {}),
  ...(random.chance(20)
    ? { 'recovery-time': { value: random.pick([15, 60, 240]), description: 'Minutes, agreed with the business' } }
    : {}),
})

const callsOf = ({ calls }: Service): Yaml | undefined =>
  calls.length === 0
    ? undefined
    : calls.map(({ tag, path }) => (path === undefined ? { tag } : { tag, method: 'GET', path }))

const relationsOf = ({ stores, publishes, consumes }: Uses): Yaml | undefined => {
  const of = (type: string, tags: readonly string[]) =>
    tags.length === 0 ? [] : [{ type, destinations: tags.map(tag => ({ tag })) }]
  const all = [...of('stores-data-in', stores), ...of('publishes-to', publishes), ...of('consumes-from', consumes)]
  return all.length === 0 ? undefined : all
}

const answer = (description: string) => ({ responses: { '200': { description } } })

/** Some people keep the whole API in the descriptor. */
const pathsOf = ({ subject: [name, words], kind }: Service, random: Random) =>
  kind !== 'api' || !random.chance(35)
    ? undefined
    : {
        paths: {
          [`/${name}`]: {
            get: { summary: `List ${words}`, ...answer('A page of them') },
            ...(random.chance(50) ? { post: { summary: `Change ${words}`, ...answer('As they are now') } } : {}),
          },
        },
      }

const PRESSING =
  'Runs on every cluster; the night shift restarts it with the runbook and calls the team only if that does not help.'

const descriptionOf = ({ kind, subject, tier }: Service, random: Random) => {
  if (random.chance(5)) return undefined
  const text = random.pick(KIND_WORDS[kind](subject[1]))
  return tier === 1 && random.chance(40) ? `${text} ${PRESSING}` : text
}

const serviceEntity = (service: Service, random: Random, uses: Uses): Entity => {
  const { tag, name, domain, isPlaced, team } = service
  const parents = random.chance(4) ? 'x-cortex-domain-parents' : 'x-cortex-parents'
  return entityOf(
    {
      tag,
      type: 'service',
      title: name,
      description: descriptionOf(service, random),
      groups: groupsOf(service, random),
      rest: {
        [parents]: isPlaced ? [{ tag: domain.tag }] : undefined,
        'x-cortex-owners': ownersOf(service, random),
        'x-cortex-git': gitOf(service),
        'x-cortex-slack': random.chance(45) ? slack([team.tag]) : undefined,
        'x-cortex-link': linksOf(service, random),
        'x-cortex-custom-metadata': metadataOf(service, random),
        'x-cortex-dependency': callsOf(service),
        'x-cortex-relationships': relationsOf(uses),
      },
      document: pathsOf(service, random),
    },
    team.style,
  )
}

const definitionOf = (type: Resource['type'], random: Random): Yaml =>
  type === 'database'
    ? {
        engine: random.weighted([
          ['postgresql', 70],
          ['mysql', 12],
          ['mongodb', 10],
          ['redis', 8],
        ] as const),
        version: String(random.between(14, 18)),
        backups: random.pick(['hourly', 'daily', 'daily', 'none']),
        ...(random.chance(30) ? { 'size-gb': random.between(5, 4000) } : {}),
      }
    : {
        format: random.pick(['avro', 'json', 'json', 'protobuf']),
        partitions: random.pick([3, 6, 12, 24]),
        'retention-days': random.pick([1, 7, 30]),
      }

const resourceEntity = ({ tag, type, name, words, service }: Resource, random: Random): Entity =>
  entityOf(
    {
      tag,
      type,
      title: name,
      description: type === 'database' ? `Holds ${words}.` : `Tells others when something about ${words} changes.`,
      groups: [`tier-${service.tier}`],
      rest: {
        'x-cortex-definition': definitionOf(type, random),
        'x-cortex-parents': [{ tag: service.domain.tag }],
        'x-cortex-owners': [groupOwner(service.team.tag)],
        'x-cortex-link': type === 'database' ? [link('Restore drill', 'runbook', `runbooks/${tag}`)] : undefined,
      },
    },
    service.team.style,
  )

const vendorEntity = ({ tag, name, does }: Vendor, random: Random): Entity =>
  entityOf(
    {
      tag,
      type: 'vendor',
      title: name.charAt(0).toUpperCase() + name.slice(1),
      description: `${does}.`,
      groups: random.chance(40) ? ['data-processor'] : [],
      rest: {
        'x-cortex-definition': {
          'contract-ends': `20${random.between(27, 30)}-${String(random.between(1, 12)).padStart(2, '0')}-01`,
          'support-hours': random.pick(['24x7', 'business hours']),
        },
      },
    },
    { quote: "'", indented: true, folded: false },
  )

export function* itemEntities(
  seed: number,
  services: readonly Service[],
  { resources, vendors, usesOf }: Resources,
): Generator<Entity> {
  const random = new Random(seed, 'entities')
  for (const vendor of vendors) yield vendorEntity(vendor, random)
  for (const resource of resources) yield resourceEntity(resource, random)
  for (const service of services) yield serviceEntity(service, random, usesOf(service))
}
