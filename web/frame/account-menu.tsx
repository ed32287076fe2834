import { lazy, Suspense, useState } from 'react'
import { useMe } from '../identity/sessions/me.ts'
import { AccountButton } from './account-button.tsx'

const load = () => import('./account-dropdown.tsx')
const AccountDropdown = lazy(async () => ({ default: (await load()).AccountDropdown }))

/** The avatar bottom left, and behind it: who I am, Settings, Documentation, Sign out. The menu loads when one is about to open it. */
export const AccountMenu = () => {
  const { name } = useMe()
  const [isUsed, setUsed] = useState(false)
  const button = <AccountButton name={name} onPointerEnter={load} onFocus={load} onClick={() => setUsed(true)} />
  return isUsed ? (
    <Suspense fallback={button}>
      <AccountDropdown />
    </Suspense>
  ) : (
    button
  )
}
