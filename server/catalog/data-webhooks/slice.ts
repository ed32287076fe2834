import { tooManyRequests } from '../../core/problems/problems.ts'
import type { Slice } from '../../core/slices/slice.ts'
import { limitPerMinute } from '../../identity/access/limits.ts'
import { webhookReader } from './read.ts'
import { dataWebhookRoutes } from './routes.ts'

export const dataWebhooks: Slice = {
  name: 'data-webhooks',
  routes: dataWebhookRoutes,
  services: ({ database, config: { rateLimit, publicUrl } }) => {
    const perWebhook = limitPerMinute(rateLimit)
    return {
      dataWebhooks: {
        publicUrl,
        find: webhookReader(database),
        overLimit: (cid, now) => {
          const wait = perWebhook.take(cid, now)
          if (wait === undefined) return undefined
          return tooManyRequests(wait, `This webhook was called more than ${rateLimit} times in a minute.`)
        },
      },
    }
  },
}

declare module '../../core/services/services.ts' {
  interface Services {
    readonly dataWebhooks: {
      readonly publicUrl: string
      readonly find: ReturnType<typeof webhookReader>
      /** Counts a call. */
      readonly overLimit: (cid: string, now: number) => ReturnType<typeof tooManyRequests> | undefined
    }
  }
}
