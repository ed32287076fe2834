/** Entities and Scorecards with what is stored of their descriptors, and their hierarchy. */
import { TEAM_DOCUMENT } from './teams.ts'
import { id, NOW, WORDS } from './values.ts'

const DOCUMENT = `'{"groups":["tier-' || (i % 4) || '","squad-' || (i % 300) || '"],"links":[],"slackChannels":[],"metadata":[],"ownership":{"emails":[],"groups":[{"groupName":"team-' || (i % 50) || '","provider":"CORTEX"}],"slackChannels":[]}}'`
const LONG_TEXT = `'openapi: 3.0.1' || replace(substr('0000000000000000000000000000000000000000', 1, 40), '0', ' What it does, in a sentence of usual length that is repeated. ')`
const TYPE = `case when i < 50 then 'team' when i < 60 then 'domain' when i % 5 = 0 then 'library' else 'service' end`
const TAG = `case when i < 50 then 'team-' || i when i < 60 then 'domain-' || i else 'service-' || i end`

/** The first domain has half of all entities below it, six to a parent. */
export const entities = [
  [
    'entities',
    'id, tag, type, name, folded_name, description, document, git_repository, archived_at, created_at, updated_at, sample, version',
    `${id('en')}, ${TAG}, ${TYPE}, 'Service number ' || i, 'service number ' || i, ${WORDS}, case when i < 50 then ${TEAM_DOCUMENT} else ${DOCUMENT} end, 'example/service-' || i, case when i % 100 = 99 then ${NOW} end, ${NOW}, ${NOW}, 0, 1`,
  ],
  ['entity_sources', 'id, descriptor', `${id('en')}, ${LONG_TEXT}`],
  [
    'entity_texts',
    'id, text',
    `${id('en')}, lower(${TAG} || '\nservice number ' || i || '\t' || ${WORDS} || ' tier-' || (i % 4) || ' squad-' || (i % 300)
      || '\n  service  number  ' || i || '  ' || replace(${WORDS}, ' ', '  '))`,
  ],
  ['entity_groups', 'entity_id, name, folded', `${id('en')}, 'tier-' || (i % 4), 'tier-' || (i % 4)`],
  ['entity_groups', 'entity_id, name, folded', `${id('en')}, 'squad-' || (i % 300), 'squad-' || (i % 300)`],
  ['entity_owners', 'entity_id, position, kind, name', `${id('en')}, 0, 'GROUP', 'team-' || (i % 50)`],
  [
    'entity_owners',
    'entity_id, position, kind, name',
    `${id('en')}, 1, 'EMAIL', 'owner-' || (i % 97) || '@example.com'`,
  ],
  [
    'custom_data',
    'entity_id, key, source, rank, number, value, updated_at',
    `${id('en')}, 'tier', 'YAML', 1, i, '1.50', ${NOW}`,
  ],
  [
    'custom_data',
    'entity_id, key, source, rank, number, value, updated_at',
    `${id('en')}, case when i % 2 = 0 then 'tier' else 'coverage' end, 'API', i % 3, i, '{"lines":81.0}', ${NOW}`,
  ],
  [
    'scorecards',
    'id, tag, name, description, is_draft, document, created_at, updated_at, sample, version',
    `${id('sc')}, 'card-' || i, 'Card number ' || i, ${WORDS}, i % 10 / 9, '{"notifications":{"enabled":true,"scoreDropNotificationsEnabled":true},"exemptions":{"enabled":true,"autoApprove":false},"rules":[]}', ${NOW}, ${NOW}, 0, 1`,
  ],
  ['scorecard_sources', 'id, descriptor', `${id('sc')}, ${LONG_TEXT}`],
  ['scorecard_texts', 'id, text', `${id('sc')}, lower('card-' || i || ' ' || ${WORDS})`],
] as const

export const family = (half: number) =>
  [
    [
      'entity_edges',
      'declared_by, parent_tag, child_tag, position',
      `${id('en', '(100 + i)')}, case when i < 6 then 'domain-50' else 'service-' || (100 + (i - 6) / 6) end, 'service-' || (100 + i), 0`,
    ],
    half,
  ] as const
