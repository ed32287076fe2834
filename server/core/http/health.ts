import { live, openApiDocument, ready } from '../../../contract/core/health.ts'
import type { Database } from '../db/database.ts'
import { on, type Route } from './mount.ts'
import { Answer, JsonText } from './send.ts'

const NO_STORE = { 'cache-control': 'no-store' }

/** `isStopping` turns true when the process was asked to end: a load balancer must send nothing more. */
export const healthRoutes = (database: Database, isStopping: () => boolean, document: () => unknown): Route[] => {
  const ask = database.statement<{ one: number }>('select 1 as one')
  let text: JsonText | undefined
  return [
    on(live, { handle: () => new Answer(200, { status: 'ok' }, NO_STORE) }),
    on(ready, {
      handle: async () => {
        if (isStopping()) return new Answer(503, { status: 'stopping' }, NO_STORE)
        await ask([])
        return new Answer(200, { status: 'ok' }, NO_STORE)
      },
    }),
    on(openApiDocument, {
      handle: () => {
        text ??= new JsonText(JSON.stringify(document()))
        return new Answer(200, text, { 'cache-control': 'no-cache' })
      },
    }),
  ]
}
