/** Puts people and credentials straight into a database, for tests whose server is a process of its own. */
import type { Database } from '../core/db/database.ts'
import { newId } from '../core/db/ids.ts'
import { hashOf, newOpaqueSecret } from '../core/secrets/secret.ts'
import { createCredential } from '../identity/credentials/credentials.ts'
import { NEVER } from '../identity/credentials/expiry.ts'

const DAY_MS = 86_400_000

export const addPerson = async (database: Database, role: string) => {
  const id = newId('us')
  const cookie = newOpaqueSecret()
  const now = Date.now()
  const { cid, secret } = await database.transaction(async db => {
    await db
      .insertInto('users')
      .values({
        id,
        email: `${id}@example.com`,
        name: role,
        password_hash: 'unusable',
        created_at: now,
        sample: 0,
        version: 1,
      })
      .execute()
    await db.insertInto('role_grants').values({ holder_id: id, role, source: 'direct' }).execute()
    await db
      .insertInto('sessions')
      .values({
        hash: hashOf(cookie),
        id: newId('ss'),
        user_id: id,
        created_at: now,
        expires_at: now + DAY_MS,
        address: '127.0.0.1',
        client: 'test',
        method: 'PASSWORD',
        proved_at: now,
      })
      .execute()
    const made = {
      kind: 'personal',
      ownerId: id,
      madeBy: null,
      makerId: id,
      name: 'test',
      description: null,
      expiry: NEVER,
    } as const
    return createCredential(db, made, now)
  })
  return { id, cookie, cid, bearer: secret }
}

type Call = { method?: string; path: string; bearer?: string; cookie?: string; body?: string; type?: string }

/** One request to a server that runs as a process. */
export const call = async (
  url: string,
  { method = 'GET', path, bearer, cookie, body, type = 'application/json' }: Call,
) => {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      ...(cookie ? { cookie: `portico_session=${cookie}`, 'sec-fetch-site': 'same-origin' } : {}),
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  return { status: response.status, text }
}
