import { lazy, Suspense, useSyncExternalStore } from 'react'
import { noticeUse } from './notice.ts'

const Notifications = lazy(async () => ({ default: (await import('./notice-corner.tsx')).NoticeCorner }))

/** Where notices appear; loaded with the first one. */
export const Notices = () =>
  useSyncExternalStore(noticeUse.subscribe, noticeUse.isUsed) && (
    <Suspense>
      <Notifications />
    </Suspense>
  )
