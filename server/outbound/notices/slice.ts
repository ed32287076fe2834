import type { Slice } from '../../core/slices/slice.ts'
import { forgetOldNotices } from './notices.ts'
import { noticeSubscribers } from './on-events.ts'
import { noticeRoutes } from './routes.ts'

export const notices: Slice = {
  name: 'notices',
  routes: noticeRoutes,
  subscribers: noticeSubscribers,
  cleanUp: [forgetOldNotices],
}
