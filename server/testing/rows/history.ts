/** What happened: the audit log, uses of tokens, webhooks with their deliveries, and jobs. */
import { DAY, id, NOW } from './values.ts'

export const history = [
  [
    'audit_logs',
    'id, at, action, object_type, object_identifier, outcome, count, changes, actor_type, actor_identifier, actor_email, actor_cid, address, request_id',
    `${id('au')}, ${NOW} - i * 1000, case when i % 50 = 0 then 'DELETE' else 'UPDATE' end, case when i % 100 = 0 then 'API_KEY' else 'ENTITY' end, 'service-' || (i % 5000),
      case when i % 1000 = 0 then 'REFUSED' else 'DONE' end, 1, '{"description":{"before":"${'what it was '.repeat(20)}","after":"what it is"}}', case when i % 2 = 0 then 'OAUTH2' else 'PERSONAL_API_KEY' end,
      'person-' || (i % 1000) || '@example.com', 'person-' || (i % 1000) || '@example.com', ${id('pt', '(i % 1000)')}, '10.0.' || (i % 200) || '.1', 'request-' || i`,
  ],
  [
    'token_uses',
    'id, cid, day, method, route, status, reason, address, client, last4, count, first_at, last_at',
    `'use-' || i, ${id('pt', '(i % 2)')}, ${NOW} - (i / 1200) * ${DAY}, 'GET', '/api/v1/catalog', 200, case when i % 500 = 0 then 'revoked' end, '10.0.0.' || (i % 250), 'curl 8', 'abcd', 3, ${NOW} - i * 60000, ${NOW} - i * 60000`,
  ],
  ['token_hours', 'cid, hour, calls, refused', `${id('pt', '(i / 2000)')}, ${NOW} - (i % 2000) * 3600000, 5, 0`],
  ['token_places', 'cid, kind, place, first_at', `${id('pt', '(i / 200)')}, 'RANGE', 'place-' || (i % 200), ${NOW}`],
  [
    'webhook_deliveries',
    'id, webhook_id, event, body, created_at, status, attempts, next_at',
    `${id('wd')}, ${id('wh', '(i % 2)')}, 'token.created', '{}', ${NOW} - i, case when i % 100 = 0 then 'WAITING' else 'DELIVERED' end, 1, ${NOW}`,
  ],
  ['jobs', 'key, kind, payload, run_at, attempts', `'job-' || i, 'mail', '{}', ${NOW + DAY} + i, 0`],
] as const

export const WEBHOOKS = 50

export const webhooks = [
  'webhooks',
  'id, url, events, secret, enabled, created_at, version',
  `${id('wh')}, 'https://hooks.example.com/' || i, 'token.created', 'sealed', 1, ${NOW} - i, 1`,
] as const
