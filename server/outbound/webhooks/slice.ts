import type { Slice } from '../../core/slices/slice.ts'
import { webhookDeliveries } from './deliver.ts'
import { forgetOldDeliveries } from './deliveries.ts'
import { webhookSubscribers } from './on-events.ts'
import { webhookRoutes } from './routes.ts'
import type { Resolve } from './send.ts'

export const webhooks: Slice = {
  name: 'webhooks',
  routes: webhookRoutes,
  subscribers: webhookSubscribers,
  background: ({ config, webhookCalls }) => ({
    handlers: {},
    sources: [webhookDeliveries({ config, ...webhookCalls })],
  }),
  cleanUp: [forgetOldDeliveries],
}

declare module '../../core/services/services.ts' {
  interface Services {
    /** How webhooks are called, where it is not as usual. */
    readonly webhookCalls?: {
      /** How their names are looked up; by DNS unless said otherwise. */
      readonly resolve?: Resolve
      /** How long one may take. */
      readonly timeoutMs?: number
    }
  }
}
