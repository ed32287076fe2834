import { lazyRouteComponent } from '@tanstack/react-router'
import { listWebhooks } from '../../../contract/outbound/webhooks.ts'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'

export const webhooks: Slice = {
  name: 'webhooks',
  pages: [
    {
      at: [paths.webhooks],
      frame: 'settings',
      load: lazyRouteComponent(() => import('./webhooks-page.tsx'), 'WebhooksPage'),
    },
  ],
  settings: [{ section: 'Security', label: 'Webhooks', to: paths.webhooks, lists: listWebhooks }],
  objects: { WEBHOOK: 'Webhook' },
  pagesOf: { WEBHOOK: () => ({ to: paths.webhooks }) },
}
