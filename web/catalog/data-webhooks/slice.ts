import { lazyRouteComponent } from '@tanstack/react-router'
import { createDataWebhook, listDataWebhooks } from '../../../contract/catalog/data-webhooks.ts'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'

export const dataWebhooks: Slice = {
  name: 'data-webhooks',
  pages: [
    {
      at: [paths.dataWebhooks],
      frame: 'settings',
      load: lazyRouteComponent(() => import('./data-webhooks-page.tsx'), 'DataWebhooksPage'),
    },
  ],
  settings: [{ section: 'Workspace', label: 'Data webhooks', to: paths.dataWebhooks, lists: listDataWebhooks }],
  actions: [
    {
      label: 'Create a data webhook',
      to: paths.dataWebhooks,
      lists: createDataWebhook,
      also: 'custom data integration jq inbound',
    },
  ],
  objects: { DATA_WEBHOOK: 'Data webhook' },
  pagesOf: { DATA_WEBHOOK: () => ({ to: paths.dataWebhooks }) },
  done: { DATA_WEBHOOK: { DELETE: 'Revoked data webhook', CREATE: 'Created data webhook' } },
}
