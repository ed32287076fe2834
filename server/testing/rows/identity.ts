/** People with their sessions and notices, roles, and the tokens and keys with their uses. */
import { DAY, id, NOW } from './values.ts'

export const TOKENS_A_PERSON = 10
const ADMINISTRATORS = 31

export const people = [
  [
    'users',
    'id, email, name, password_hash, created_at, sample, version',
    `${id('us')}, 'person-' || i || '@example.com', 'Person ' || (i * 7919 % 100000), case when i % 10 < 8 then 'unusable' end, ${NOW} - i, 0, 1`,
  ],
  [
    'role_grants',
    'holder_id, role, source',
    `${id('us')}, case when i < ${ADMINISTRATORS} then 'ADMIN' when i % 9 = 0 then ${id('ro', '(i % 200)')} else 'USER' end, 'direct'`,
  ],
  [
    'sessions',
    'hash, id, user_id, created_at, expires_at, address, client, method, proved_at',
    `'hash-' || i, ${id('ss')}, ${id('us')}, ${NOW}, ${NOW + DAY}, '10.0.0.1', 'Firefox', 'PASSWORD', ${NOW}`,
  ],
  ['session_uses', 'hash, last_seen_at', `'hash-' || i, ${NOW}`],
  [
    'notices',
    'id, user_id, kind, subject, facts, created_at',
    `${id('no')}, ${id('us', '(i % 100)')}, 'token-idle', ${id('pt')}, '{"token":"t","last4":"abcd","since":1,"neverUsed":true,"idleDays":30,"endsAt":1}', ${NOW} - i`,
  ],
] as const

export const credentials = (prefix: string, kind: string, owner: string) =>
  [
    [
      'credentials',
      'cid, kind, owner_id, maker_id, name, description, created_at, expires_at, time_zone, ended_at, ended_by, read_only, version',
      `${id(prefix)}, '${kind}', ${owner}, ${id('us', `(i / ${TOKENS_A_PERSON})`)}, 'nightly-sync-' || i, 'Runs in the pipeline of team ' || (i % 97),
        ${NOW} - (i * 7919 % 100000) * 60000, case when i % 3 = 0 then ${NOW} + (i % 1000 - 100) * ${DAY} end, 'Europe/Berlin',
        case when i % 10 = 9 then ${NOW} end, case when i % 10 = 9 then 'OWNER' end, i % 2, 1`,
    ],
    [
      'secrets',
      'hash, cid, last4, created_at',
      `'${prefix}-hash-' || i, ${id(prefix)}, substr('' || (10000 + i % 10000), 2), ${NOW}`,
    ],
  ] as const

/** Of ten tokens nine were used, on one of the last hundred days. */
export const uses = [
  'credential_uses',
  'cid, last_used_at, last_used_address, last_used_client',
  `${id('pt')}, ${NOW} - (i % 100) * ${DAY}, '10.0.0.1', 'curl 8'`,
] as const

export const roles = [
  'roles',
  'id, tag, name, permissions, created_at, updated_at, version',
  `${id('ro')}, 'role-' || i, 'Role ' || i, 'VIEW_CATALOGS,EDIT_ENTITIES', ${NOW}, ${NOW}, 1`,
] as const
