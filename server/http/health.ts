import { live, openApiDocument, ready } from '../../contract/health.ts'
import type { Database } from '../db/database.ts'
import { Answer, on, type Route } from './mount.ts'

/** `isStopping` turns true when the process was asked to end: a load balancer must send nothing more. */
export const healthRoutes = (database: Database, isStopping: () => boolean, document: () => unknown): Route[] => {
  const ask = database.statement<{ one: number }>('select 1 as one')
  return [
    on(live, { handle: () => ({ status: 'ok' }) }),
    on(ready, {
      handle: async () => {
        if (isStopping()) return new Answer(503, { status: 'stopping' })
        await ask([])
        return { status: 'ok' }
      },
    }),
    on(openApiDocument, { handle: () => document() }),
  ]
}
