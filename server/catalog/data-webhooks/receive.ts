/** A call of a webhook. Whatever does not work is answered alike, and guesses of strangers are slowed. */
import { receiveData } from '../../../contract/catalog/data-webhooks.ts'
import { networkOf } from '../../core/callers/addresses.ts'
import { inChunks } from '../../core/db/chunks.ts'
import type { Db } from '../../core/db/database.ts'
import { type Context, on, PrepareAgain } from '../../core/http/mount.ts'
import { badRequest, notFound, Problem, tooManyRequests } from '../../core/problems/problems.ts'
import { callerOf } from '../../core/threads/caller.ts'
import { setValues, type Wanted } from '../custom-data/change.ts'
import { mapped, type Output } from './mapping.ts'
import { actorOf, type FoundWebhook, keysOf, refusalOf } from './read.ts'

const noSuchWebhook = () => notFound('No active webhook has this address.')

const PAYLOAD_FAULT = /^payload:/

/** @throws Problem 404, or 429 for an address that guesses on */
const refuseGuess = ({ services: { unknownSecrets }, address, now }: Context): never => {
  const network = networkOf(address)
  const wait = unknownSecrets.blocked(network, now) ?? unknownSecrets.take(network, now)
  if (wait !== undefined) throw tooManyRequests(wait, `Too many unknown addresses. Try again in ${wait} seconds.`)
  throw noSuchWebhook()
}

const ENDED = new Set(['revoked', 'expired', 'owner cannot edit'])

/** @throws Problem 404; of a webhook that exists, the audit log says why */
const letIn = (row: FoundWebhook | undefined, context: Context): FoundWebhook => {
  const { address, now, requestId, services } = context
  if (!row) return refuseGuess(context)
  const reason = refusalOf(row, { address, now })
  if (reason === undefined) return row
  const call = { method: receiveData.method, summary: receiveData.summary }
  services.refusals.record(reason, call, { actor: actorOf(row), address, requestId, now })
  if (ENDED.has(reason)) return refuseGuess(context)
  throw noSuchWebhook()
}

/** Of the mapping itself, a stranger learns nothing. @throws Problem */
const outputsOf = async (row: FoundWebhook, payload: string, context: Context): Promise<Output[]> => {
  const caller = { ...callerOf(context, async () => {}), who: row.cid }
  try {
    return await mapped(caller, { keys: keysOf(row), mapping: row.mapping, payload, where: 'payload' })
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 400 || PAYLOAD_FAULT.test(error.details)) throw error
    throw badRequest("The payload doesn't fit the mapping of this webhook. Try it as a sample in Settings.", 'payload')
  }
}

/** The entities of the webhook's type that have one of these tags. */
export const entitiesOfType = async (db: Db, tags: readonly string[], type: string) => {
  const found = new Map<string, { id: string; tag: string }>()
  await inChunks([...new Set(tags)], async some => {
    const rows = await db
      .selectFrom('entities')
      .select(['id', 'tag'])
      .where('tag', 'in', some)
      .where(eb => eb(eb.fn('lower', ['type']), '=', type.toLowerCase()))
      .execute()
    for (const row of rows) found.set(row.tag, row)
  })
  return found
}

type Prepared = { readonly mapping: string; readonly keys: string; readonly outputs: readonly Output[] }

const store = async (context: Context, row: FoundWebhook, outputs: readonly Output[]) => {
  const { db, auditAll } = context
  const tags = outputs.map(({ tag }) => tag)
  const entities = await entitiesOfType(db, tags, row.entity_type)
  const wanted = outputs.flatMap(({ tag, data }): Wanted[] => {
    const entity = entities.get(tag)
    return entity ? Object.entries(data).map(([key, value]) => ({ entity, data: { key, value } })) : []
  })
  const by = actorOf(row)
  const { now, nothing } = context
  await setValues({ db, now, nothing, auditAll: entries => auditAll(entries, by) }, wanted, { source: 'INTEGRATION' })
}

export const receive = on(receiveData, {
  prepare: async ({ params, body }, context): Promise<Prepared> => {
    const { services, now, address, client } = context
    const row = letIn(await services.dataWebhooks.find(params.uuid), context)
    const over = services.dataWebhooks.overLimit(row.cid, now)
    if (over) throw over
    services.usage.credential({ credential: row, at: now, address, client })
    return { mapping: row.mapping, keys: row.keys, outputs: await outputsOf(row, body, context) }
  },
  handle: async ({ params }, context, { mapping, keys, outputs }) => {
    const row = letIn(await context.services.dataWebhooks.find(params.uuid, context.db), context)
    if (row.mapping !== mapping || row.keys !== keys) throw new PrepareAgain()
    await store(context, row, outputs)
    return undefined
  },
})
