/** What personal tokens and workspace API keys share: how a credential comes to be, and how it ends. */
import type { Insertable } from 'kysely'
import { compiled } from '../../core/db/compiled.ts'
import type { Db } from '../../core/db/database.ts'
import { newId } from '../../core/db/ids.ts'
import type { Flag } from '../../core/db/tables.ts'
import { hashOf, last4Of, newSecret, type SecretKind } from '../../core/secrets/secret.ts'
import type { Expiry } from './expiry.ts'
import type { CredentialKind, Credentials, Ender, EndReason, Secrets } from './tables.ts'

export type NewCredential = {
  kind: CredentialKind
  ownerId: string | null
  madeBy: string | null
  makerId: string | null
  name: string
  description: string | null
  expiry: Expiry
  limits?: StoredLimits
  /** Of a key made by a bearer: the personal token whose limits it shares. */
  limitedBy?: string | null
  rotatesItself?: boolean
}

/** What narrows a credential, as it is stored. */
export type StoredLimits = {
  readonly read_only: Flag
  readonly allowed_permissions: string | null
  readonly address_ranges: string | null
}

export const UNLIMITED: StoredLimits = { read_only: 0, allowed_permissions: null, address_ranges: null }

const PREFIX_OF = { personal: 'pt', workspace: 'ak', webhook: 'dw' } as const

const insertRow = compiled((db, row: Insertable<Credentials>) => db.insertInto('credentials').values(row))

const insertSecret = compiled((db, row: Pick<Secrets, 'hash' | 'cid' | 'last4' | 'created_at'>) =>
  db.insertInto('secrets').values(row),
)

/** Stores a credential and its secret's hash. The secret is returned here and nowhere else. */
export const createCredential = async (db: Db, made: NewCredential & { kind: SecretKind }, now: number) => {
  const secret = newSecret(made.kind)
  return { cid: await insertCredential(db, made, { secret, now }), secret }
}

/** Stores a credential with a secret of its own form. Answers its identifier. */
export const insertCredential = async (
  db: Db,
  made: NewCredential,
  { secret, now }: { readonly secret: string; readonly now: number },
): Promise<string> => {
  const { kind, expiry } = made
  const cid = newId(PREFIX_OF[kind])
  await insertRow(db, {
    cid,
    kind,
    owner_id: made.ownerId,
    made_by: made.madeBy,
    maker_id: made.makerId,
    name: made.name,
    description: made.description,
    last_day: expiry.lastDay,
    time_zone: expiry.timeZone,
    expires_at: expiry.expiresAt,
    created_at: now,
    ...(made.limits ?? UNLIMITED),
    limited_by: made.limitedBy ?? null,
    rotates_itself: made.rotatesItself ? 1 : 0,
    version: 1,
  })
  await insertSecret(db, { hash: hashOf(secret), cid, last4: last4Of(secret), created_at: now })
  return cid
}

export type Ended = { readonly cid: string; readonly name: string; readonly kind: CredentialKind }

/** Everything that a credential made, directly or through what it made, and that still works. */
export const madeBy = (db: Db, cid: string) =>
  db
    .withRecursive('made(cid)', with_ =>
      with_
        .selectFrom('credentials')
        .select('cid')
        .where('made_by', '=', cid)
        .union(with_.selectFrom('credentials as c').innerJoin('made as m', 'm.cid', 'c.made_by').select('c.cid')),
    )
    .selectFrom('made')
    .innerJoin('credentials as c', 'c.cid', 'made.cid')
    .select(['c.cid', 'c.name', 'c.kind', 'c.expires_at', 'c.last_day', 'c.time_zone'])
    .where('c.ended_at', 'is', null)
    .execute()

export type EndedBy = { readonly kind: Ender; readonly id: string | null; readonly reason?: EndReason }

/** Ends a credential and whatever it made, so that nothing outlives its maker. Answers what ended with it. */
export const endCredential = async (
  db: Db,
  cid: string,
  { now, ...by }: EndedBy & { now: number },
): Promise<Ended[]> => {
  const made = await madeBy(db, cid)
  const ended = { ended_at: now, ended_by: by.kind, ended_by_id: by.id, end_reason: by.reason ?? 'REVOKED' }
  await db
    .updateTable('credentials')
    .set(ended)
    .where('cid', 'in', [cid, ...made.map(one => one.cid)])
    .where('ended_at', 'is', null)
    .execute()
  return made
}

/** What the audit log calls each kind. */
export const OBJECT_OF = { personal: 'PERSONAL_TOKEN', workspace: 'API_KEY', webhook: 'DATA_WEBHOOK' } as const

/** The audit entries of what ended with its maker. */
export const entriesOfEnded = (maker: string, ended: readonly Ended[]) =>
  ended.map(({ cid, name, kind }) => ({
    action: 'DELETE' as const,
    objectType: OBJECT_OF[kind],
    objectIdentifier: cid,
    changes: { name: { before: name }, endedWith: { after: maker } },
  }))
