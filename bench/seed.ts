/** Fills a database: tokens of many people, and entities with parents, children and inherited owners. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe } from '../server/catalog/entities/descriptor.ts'
import { insertEntity } from '../server/catalog/entities/entities.ts'
import { indexTexts } from '../server/core/db/search.ts'
import { openSqlite } from '../server/core/db/sqlite.ts'
import { hashOf, last4Of, newOpaqueSecret, newSecret } from '../server/core/secrets/secret.ts'

const NOW = Date.UTC(2026, 10, 1)
const TOKENS_PER_PERSON = 10
const TEAMS = 50
const DOMAINS = 200
/** As many callers as the bench has use a token each. */
export const CALLERS = 256

/** The bearer used for measuring: an admin's token. */
export type Seeded = {
  readonly folder: string
  readonly secret: string
  /** Those of the first tokens, each its own. */
  readonly secrets: readonly string[]
  readonly plainTag: string
  readonly familyTag: string
  readonly cookieUser: string
}

const descriptorOf = (index: number): string => {
  const isTeam = index < TEAMS
  const isDomain = !isTeam && index < TEAMS + DOMAINS
  const type = isTeam ? 'team' : isDomain ? 'domain' : 'service'
  const tag = `${type}-${index}`
  const lines = [
    'openapi: 3.0.1',
    'info:',
    `  title: ${type} number ${index}`,
    `  description: What ${tag} does, in a sentence that is about as long as people write.`,
    `  x-cortex-tag: ${tag}`,
    `  x-cortex-type: ${type}`,
  ]
  lines.push('  x-cortex-groups:', `    - tier-${index % 4}`, `    - language:${['go', 'java', 'node'][index % 3]}`)
  if (isTeam) return lines.join('\n')
  const parent = isDomain
    ? index === TEAMS
      ? undefined
      : `domain-${TEAMS + Math.floor((index - TEAMS - 1) / 6)}`
    : index % 2
      ? `domain-${TEAMS + (index % DOMAINS)}`
      : undefined
  if (parent) lines.push('  x-cortex-parents:', `    - tag: ${parent}`)
  if (isDomain)
    lines.push(
      '  x-cortex-owners:',
      '    - type: group',
      `      name: team-${index % TEAMS}`,
      '      provider: CORTEX',
      '      inheritance: APPEND',
    )
  else
    lines.push(
      '  x-cortex-owners:',
      '    - type: email',
      `      email: owner-${index % 97}@example.com`,
      '  x-cortex-link:',
      '    - name: Runbook',
      '      type: runbook',
      `      url: https://example.com/runbooks/${tag}`,
      '  x-cortex-git:',
      '    github:',
      `      repository: example/${tag}`,
      '  x-cortex-custom-metadata:',
      `    cost-center: "${index % 30}"`,
      `    replicas: ${index % 9}`,
    )
  return lines.join('\n')
}

const seedTokens = (file: string, count: number) => {
  const db = new DatabaseSync(file)
  db.exec('pragma foreign_keys = off; pragma synchronous = off; begin')
  const user = db.prepare('insert into users (id, email, name, created_at, sample, version) values (?, ?, ?, ?, 0, 1)')
  const grant = db.prepare("insert into role_grants values (?, ?, 'direct')")
  const credential = db.prepare(
    "insert into credentials (cid, kind, owner_id, name, created_at, version) values (?, 'personal', ?, ?, ?, 1)",
  )
  const secretRow = db.prepare('insert into secrets (hash, cid, last4, created_at) values (?, ?, ?, ?)')
  const first: string[] = []
  for (let index = 0; index < count; index++) {
    const owner = `us${String(Math.floor(index / TOKENS_PER_PERSON)).padStart(16, '0')}`
    if (index % TOKENS_PER_PERSON === 0) {
      user.run(owner, `person-${index}@example.com`, `Person ${index}`, NOW)
      grant.run(owner, index === 0 ? 'ADMIN' : 'USER')
    }
    const cid = `pt${String(index).padStart(16, '0')}`
    const secret = newSecret('personal')
    if (first.length < CALLERS) first.push(secret)
    credential.run(cid, owner, `token ${index}`, NOW)
    secretRow.run(hashOf(secret), cid, last4Of(secret), NOW)
  }
  db.exec('commit; pragma wal_checkpoint(truncate)')
  db.close()
  return first
}

const seedEntities = async (file: string, count: number) => {
  const database = openSqlite(file)
  await database.migrate()
  await database.transaction(async db => {
    for (let index = 0; index < count; index++) {
      const source = descriptorOf(index)
      const { entity, violations } = describe(source)
      if (!entity) throw new Error(JSON.stringify(violations))
      await insertEntity(db, { entity, source, now: NOW })
    }
  })
  await indexTexts(database, 2 * count) // the server would do it beside the first requests
  await database.close()
}

/** A data folder with so many tokens and entities. */
export const seed = async (
  folder: string,
  { tokens, entities }: { tokens: number; entities: number },
): Promise<Seeded> => {
  const file = join(folder, 'portico.db')
  await seedEntities(file, entities)
  const secrets = seedTokens(file, tokens)
  const last = entities - 1
  const odd = last % 2 ? last : last - 1
  return {
    folder,
    secret: secrets[0] ?? '',
    secrets,
    plainTag: `service-${odd - 1}`,
    familyTag: `domain-${TEAMS + 150}`,
    cookieUser: 'us0000000000000000',
  }
}

/** A signed-in session of the admin, for what needs one. */
export const addSession = ({ folder: where, cookieUser }: Seeded): string => {
  const cookie = newOpaqueSecret()
  const db = new DatabaseSync(join(where, 'portico.db'))
  const now = Date.now()
  db.prepare("insert into sessions values (?, 'ss0000000000000001', ?, ?, ?, '127.0.0.1', 'bench', 'PASSWORD', ?)").run(
    hashOf(cookie),
    cookieUser,
    now,
    now + 86_400_000,
    now,
  )
  db.close()
  return cookie
}
