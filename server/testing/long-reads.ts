/** What is asked of a large workspace: the bench measures it, and a test looks at its plans. */
import { COUNTED_BY, ENTITY_SORTS } from '../../contract/catalog/catalog.ts'
import { ACTIVITY_SORTS } from '../../contract/identity/activity.ts'
import { KEY_SORTS } from '../../contract/identity/keys.ts'
import { TOKEN_SORTS } from '../../contract/identity/token-filters.ts'
import { USER_SORTS } from '../../contract/identity/users.ts'
import { AUDIT_SORTS } from '../../contract/outbound/audit.ts'
import { SCORECARD_SORTS } from '../../contract/standards/scorecards.ts'
import { idOf } from './rows/values.ts'

export type LongRead = {
  readonly name: string
  readonly url: string
  /** Where it is asked with POST. */
  readonly body?: object
  /** The most SQL statements that it takes; without it, 5 whatever the number of rows. */
  readonly statements?: (rows: number) => number
}

/** Some for each part that is read separately. */
const perPart = (size: number) => (rows: number) => 5 + 3 * Math.ceil(rows / size)

const catalog = '/api/v1/catalog'
const counts = '/api/v1/catalog-counts'
const tokens = '/api/v1/personal-tokens'
const audit = '/api/v1/audit-logs'
const metrics = '/api/v1/eng-intel'
const DAY = { startTime: '2027-01-14', endTime: '2027-01-15' }

const sorted = (what: string, url: string, sorts: readonly string[]): LongRead[] =>
  sorts.flatMap(sort =>
    (['asc', 'desc'] as const).map(order => ({
      name: `${what}, sorted by ${sort}, ${order}`,
      url: `${url}${url.includes('?') ? '&' : '?'}pageSize=50&sort=${sort}&order=${order}`,
    })),
  )

/** Reads that look at many rows, as requests to a database that `seedRows` filled. */
export const LONG_READS: readonly LongRead[] = [
  ...sorted('catalog', `${catalog}?hierarchyDepth=0`, ENTITY_SORTS),
  ...sorted('Scorecards', '/api/v1/scorecards', SCORECARD_SORTS),
  ...sorted("everybody's tokens", tokens, TOKEN_SORTS),
  ...sorted('API keys', '/api/v1/auth/key', KEY_SORTS),
  ...sorted('users', '/api/v1/users', USER_SORTS),
  ...sorted('audit log', audit, AUDIT_SORTS),
  ...sorted('activity', `/api/v1/auth/token/${idOf('pt', 0)}/activity`, ACTIVITY_SORTS),
  { name: 'entity read', url: `${catalog}/service-2600` },
  { name: 'family of 50,000', url: `${catalog}/domain-50` },
  { name: 'catalog, first page', url: `${catalog}?hierarchyDepth=0` },
  {
    name: 'catalog, first page with hierarchy and owners',
    url: `${catalog}?pageSize=50&includeOwners=true&types=library`,
  },
  {
    name: 'catalog, 250 with everything',
    url: `${catalog}?pageSize=250&includeOwners=true&includeMetadata=true&includeLinks=true&includeSlackChannels=true&includeNestedFields=team:members&includeHierarchyFields=groups`,
    statements: () => 7,
  },
  { name: 'catalog, last page', url: `${catalog}?hierarchyDepth=0&page=390` },
  { name: 'catalog by type', url: `${catalog}?hierarchyDepth=0&types=library` },
  { name: 'catalog by group', url: `${catalog}?hierarchyDepth=0&groups=squad-7` },
  { name: 'catalog by a group of a quarter', url: `${catalog}?hierarchyDepth=0&groups=tier-1` },
  { name: 'catalog by owner', url: `${catalog}?hierarchyDepth=0&owners=team-7` },
  { name: 'catalog by repository', url: `${catalog}?hierarchyDepth=0&gitRepositories=example/service-777` },
  { name: 'catalog with archived ones', url: `${catalog}?hierarchyDepth=0&includeArchived=true` },
  { name: 'descriptors, first page', url: `${catalog}/descriptors` },
  { name: 'descriptors as text, last page', url: `${catalog}/descriptors?yaml=true&page=390` },
  { name: 'catalog that violates its schemas', url: `${catalog}?hierarchyDepth=0&violatesSchema=true` },
  { name: 'entity types', url: `${catalog}/definitions?includeBuiltIn=true` },
  ...COUNTED_BY.flatMap(by => [
    { name: `counts by ${by}`, url: `${counts}?by=${by}` },
    { name: `counts by ${by}, with archived ones`, url: `${counts}?by=${by}&includeArchived=true` },
    { name: `counts by ${by}, of a type`, url: `${counts}?by=${by}&types=library` },
    { name: `counts by ${by}, of an owner`, url: `${counts}?by=${by}&owners=crew-7` },
    { name: `counts by ${by}, of a group`, url: `${counts}?by=${by}&groups=squad-7` },
    { name: `counts by ${by}, of one match`, url: `${counts}?by=${by}&query=service-2077` },
  ]),
  { name: 'catalog without owners', url: `${catalog}?hierarchyDepth=0&unowned=true` },
  { name: 'catalog in no group', url: `${catalog}?hierarchyDepth=0&ungrouped=true` },
  { name: 'catalog by type, sorted by name', url: `${catalog}?hierarchyDepth=0&types=library&sort=name` },
  { name: 'catalog filters', url: '/api/v1/catalog-filters' },
  { name: 'teams, first page', url: '/api/v1/teams?page=0&pageSize=250' },
  { name: 'teams, last page with archived ones', url: '/api/v1/teams?includeArchived=true&page=39&pageSize=250' },
  { name: 'teams, all at once', url: '/api/v1/teams?includeTeamsWithoutMembers=true', statements: perPart(1000) },
  { name: 'teams, their hierarchy', url: '/api/v1/teams/relationships' },
  { name: 'teams as a tree', url: '/api/v1/team-tree' },
  { name: 'teams as a tree, below one', url: '/api/v1/team-tree?parentTag=crew-0' },
  { name: 'domains as a tree', url: '/api/v1/domain-tree', statements: () => 8 },
  { name: 'domains as a tree, below one', url: '/api/v1/domain-tree?parentTag=domain-50', statements: () => 8 },
  { name: 'departments', url: '/api/v1/teams/departments' },
  { name: 'catalog by a team that is backed by a group', url: `${catalog}?hierarchyDepth=0&owners=crew-7` },
  { name: 'catalog, first page with custom data', url: `${catalog}?hierarchyDepth=0&includeMetadata=true` },
  { name: 'custom data of an entity', url: `${catalog}/service-2600/custom-data` },
  { name: 'all custom data of an entity', url: `${catalog}/custom-data?tag=service-2600` },
  { name: 'dependencies of an entity', url: `${catalog}/service-2601/dependencies` },
  { name: 'dependencies on an entity of half', url: `${catalog}/service-2600/dependencies?includeIncoming=true` },
  { name: 'dependency graph', url: `${catalog}/service-2601/dependency-graph?depth=3`, statements: () => 14 },
  { name: 'dependency graph of half', url: `${catalog}/service-2600/dependency-graph`, statements: () => 10 },
  { name: 'relationship types with counts', url: '/api/v1/relationship-types?includeCounts=true&abilities=true' },
  { name: 'relationships of a type', url: '/api/v1/relationships/rel-0' },
  { name: 'relationships of a type, last page', url: '/api/v1/relationships/rel-0?page=100' },
  { name: 'destinations, three levels', url: `${catalog}/service-150/relationships/rel-0/destinations?depth=3` },
  { name: 'sources, three levels', url: `${catalog}/service-900/relationships/rel-0/sources?depth=3` },
  { name: 'relationships of an entity', url: `${catalog}/service-150/relationships` },
  { name: 'deploys of an entity', url: `${catalog}/service-2601/deploys` },
  { name: 'deploys of an entity with half of all', url: `${catalog}/service-2600/deploys` },
  { name: 'deploys of an entity with half of all, later page', url: `${catalog}/service-2600/deploys?page=5` },
  { name: 'events of an entity with half of all', url: `${catalog}/service-2600/custom-events` },
  { name: 'events of a type', url: `${catalog}/service-2600/custom-events?type=TYPE_4` },
  { name: 'events of a span', url: `${catalog}/service-2600/custom-events?startTime=2027-01-15` },
  { name: 'activity of an entity', url: `${catalog}/service-2600/activity?pageSize=50`, statements: () => 9 },
  { name: 'activity, later page', url: `${catalog}/service-2600/activity?pageSize=50&page=10`, statements: () => 9 },
  { name: 'versions of an entity with half of all', url: `${catalog}/service-2600/versions?includeChanges=true` },
  { name: 'text of a version', url: `${catalog}/service-2600/versions/1000000` },
  { name: 'difference between versions', url: `${catalog}/service-2600/versions/1000000/diff?against=999900` },
  { name: 'lines of a version', url: `${catalog}/service-2600/versions/1000000/blame` },
  { name: 'metrics of an entity with half of all', url: `${catalog}/service-2600/metrics` },
  { name: 'points of a metric', url: `${metrics}/custom-metrics/metric-4/entity/service-2600` },
  { name: 'definitions of metrics', url: `${metrics}/registry/metrics/definitions?view=full` },
  {
    name: 'metrics of a day by entity',
    url: `${metrics}/metrics/point-in-time`,
    body: {
      ...DAY,
      metrics: [
        { metric: 'deploy-frequency', aggregation: 'AVG' },
        { metric: 'metric-4', aggregation: 'AVG' },
      ],
      groupBy: ['entity'],
    },
  },
  { name: 'search, one match', url: `${catalog}?hierarchyDepth=0&query=service-77777` },
  { name: 'search, ten matches, two words', url: `${catalog}?hierarchyDepth=0&query=runbook%204444` },
  { name: 'search, no match', url: `${catalog}?hierarchyDepth=0&query=zebra` },
  { name: 'search, two letters', url: `${catalog}?hierarchyDepth=0&query=zq` },
  { name: 'search, everything matches', url: `${catalog}?hierarchyDepth=0&query=service` },
  { name: 'Scorecards, first page', url: '/api/v1/scorecards' },
  { name: 'Scorecards, search', url: '/api/v1/scorecards?query=card-77777' },
  { name: 'my tokens', url: '/api/v1/auth/token' },
  { name: 'my tokens, all states', url: '/api/v1/auth/token?state=all' },
  { name: "everybody's tokens", url: `${tokens}?pageSize=50` },
  { name: "everybody's tokens, last page", url: `${tokens}?pageSize=50&page=1600` },
  { name: "everybody's tokens, ended", url: `${tokens}?pageSize=50&state=ended` },
  { name: "everybody's tokens, search", url: `${tokens}?pageSize=50&query=nightly-sync-77777` },
  { name: "everybody's tokens, of one owner", url: `${tokens}?pageSize=50&owner=person-777@example.com` },
  { name: "everybody's tokens, expiring soon", url: `${tokens}?pageSize=50&expiresBefore=2027-02-01T00:00:00Z` },
  { name: "everybody's tokens, never used", url: `${tokens}?pageSize=50&neverUsed=true` },
  { name: "everybody's tokens, unused since", url: `${tokens}?pageSize=50&unusedSince=2026-12-01T00:00:00Z` },
  { name: "everybody's tokens, read-only", url: `${tokens}?pageSize=50&readOnly=true` },
  { name: "everybody's tokens as CSV", url: `${tokens}/csv`, statements: perPart(500) },
  {
    name: 'policy preview, longest days',
    url: `${tokens}/policy/preview`,
    body: { longestDays: 90 },
    statements: perPart(1000),
  },
  {
    name: 'policy preview, idle and number',
    url: `${tokens}/policy/preview`,
    body: { idleDays: 30, mostTokens: 5 },
    statements: perPart(1000),
  },
  { name: 'my tokens, their calls', url: '/api/v1/auth/token?includeRecent=true' },
  { name: 'my tokens by last use', url: '/api/v1/auth/token?sort=lastUsed' },
  { name: 'my tokens that were refused', url: '/api/v1/auth/token?attention=refused' },
  { name: 'my tokens, counts', url: '/api/v1/auth/token/counts' },
  { name: "everybody's tokens, counts", url: `${tokens}/counts` },
  { name: "everybody's tokens that were refused", url: `${tokens}?attention=refused` },
  { name: "everybody's tokens in rotation", url: `${tokens}?attention=rotating` },
  { name: 'what I may', url: '/api/v1/auth/token/policy' },
  { name: 'API keys, first page', url: '/api/v1/auth/key' },
  { name: 'API keys, last page', url: '/api/v1/auth/key?page=350' },
  { name: 'audit log, first page', url: audit },
  { name: 'audit log, last page', url: `${audit}?page=399` },
  { name: 'audit log by rare action', url: `${audit}?outcomes=REFUSED` },
  { name: 'audit log by object type', url: `${audit}?objectTypes=API_KEY` },
  { name: 'audit log by object', url: `${audit}?objectIdentifiers=service-77` },
  { name: 'audit log by person', url: `${audit}?actorEmails=person-77@example.com` },
  { name: 'audit log by token', url: `${audit}?actorApiKeyIdentifiers=${idOf('pt', 77)}` },
  { name: 'audit log by address', url: `${audit}?actorIpAddresses=10.0.7.1` },
  { name: 'audit log, nothing found', url: `${audit}?actorIpAddresses=10.9.9.9` },
  { name: 'audit log of a span', url: `${audit}?startTime=2027-01-15T00:00:00Z` },
  { name: 'audit log as CSV', url: '/api/v1/audit-logs/csv', statements: perPart(500) },
  { name: 'users, first page', url: '/api/v1/users' },
  { name: 'users, last page', url: '/api/v1/users?page=399' },
  { name: 'users, search', url: '/api/v1/users?query=person-77777' },
  { name: 'users, invited', url: '/api/v1/users?state=INVITED' },
  { name: 'users, deactivated', url: '/api/v1/users?state=DEACTIVATED' },
  { name: 'users with abilities', url: '/api/v1/users?abilities=true&pageSize=50', statements: () => 6 },
  { name: 'roles', url: '/api/v1/roles' },
  { name: 'home', url: '/api/v1/home', statements: () => 12 },
  { name: 'notices', url: '/api/v1/notices' },
  { name: 'webhooks', url: '/api/v1/webhooks' },
  { name: 'deliveries of a webhook', url: `/api/v1/webhooks/${idOf('wh', 0)}/deliveries` },
  { name: 'activity of a token', url: `/api/v1/auth/token/${idOf('pt', 0)}/activity` },
  { name: 'activity, refused', url: `/api/v1/auth/token/${idOf('pt', 0)}/activity?outcome=refused` },
  { name: 'activity by the hour', url: `/api/v1/auth/token/${idOf('pt', 0)}/activity/hours` },
  { name: 'activity by place', url: `/api/v1/auth/token/${idOf('pt', 0)}/activity/places` },
  { name: 'limits proposed for a token', url: `/api/v1/auth/token/${idOf('pt', 0)}/narrowing`, statements: () => 8 },
  { name: 'what a token can do', url: `/api/v1/auth/token/${idOf('pt', 0)}/permissions` },
  { name: 'my sessions', url: '/api/v1/auth/sessions' },
]
