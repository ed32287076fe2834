/** What the mapping of a webhook makes of a payload. jq runs on threads that are ended when it takes too long. */
import { DEEPEST_PAYLOAD, LONGEST_PAYLOAD } from '../../../contract/catalog/data-webhooks.ts'
import { isDeep } from '../../core/http/parse.ts'
import { badRequest, tooLarge, unavailable } from '../../core/problems/problems.ts'
import { refuseKeptSecrets } from '../../core/secrets/sent-secrets.ts'
import { type Caller, Threads } from '../../core/threads/threads.ts'

/** `data` has JSON texts. */
export type Output = { readonly tag: string; readonly data: Readonly<Record<string, string>> }

const threads = new Threads(new URL('./mapping-thread.ts', import.meta.url), {
  cpuMs: 1_000,
  memoryMb: 256,
  tooMuch: () => badRequest('mapping: takes too long for this payload.', 'mapping'),
  tooMany: () => unavailable('Too many payloads are waiting. Try again in a few seconds.'),
})

/** @throws Problem 400 or 413 for what is no payload */
const checkPayload = (text: string, where: string) => {
  if (text.length > LONGEST_PAYLOAD) throw tooLarge('A payload can have up to 256 KB.')
  if (isDeep(text, DEEPEST_PAYLOAD))
    throw badRequest(`${where}: is nested deeper than ${DEEPEST_PAYLOAD} levels.`, where)
  if (/\\u0000|\0/.test(text)) throw badRequest(`${where}: contains characters that aren't allowed here.`, where)
  try {
    JSON.parse(text)
  } catch {
    throw badRequest(`${where}: isn't valid JSON.`, where)
  }
}

type Wanted = {
  readonly keys: readonly string[]
  readonly mapping: string
  readonly payload: string
  /** What the payload is called where it is at fault. */
  readonly where: string
}

/** @throws Problem 400 naming what does not fit, 413 or 503 */
export const mapped = async (caller: Caller, { keys, mapping, payload, where }: Wanted): Promise<Output[]> => {
  checkPayload(payload, where)
  const outputs = await threads.run<Output[]>(caller, 'mapPayload', mapping, payload)
  const others = outputs.flatMap(({ data }) => Object.keys(data).filter(key => !keys.includes(key)))
  if (others[0] !== undefined)
    throw badRequest(`mapping: sets the key ${others[0].slice(0, 100)}, which isn't one of keys.`, 'mapping')
  for (const { data } of outputs) refuseKeptSecrets(data)
  return outputs
}
