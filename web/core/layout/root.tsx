import { Outlet, useRouter } from '@tanstack/react-router'
import { Suspense, useEffect } from 'react'
import { Loading } from '../ui/loading.tsx'
import { focusPage } from './focus-page.ts'
import { useSettled } from './use-settled.ts'

/** After a navigation the focus goes to the new page's heading or, while it loads, to its content. */
const useFocusOnNavigation = () => {
  const router = useRouter()
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (!fromLocation || !pathChanged) return
        focusPage()
        window.scrollTo(0, 0)
      }),
    [router],
  )
}

export const Root = () => {
  useFocusOnNavigation()
  useSettled()
  return (
    <Suspense fallback={<Loading />}>
      <Outlet />
    </Suspense>
  )
}
