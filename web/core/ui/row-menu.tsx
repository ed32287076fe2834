import { lazy, Suspense, useState } from 'react'
import type { Ability } from './action-button.tsx'
import { RowMenuButton } from './row-menu-button.tsx'

export type RowAction = {
  readonly label: string
  readonly ability?: Ability | undefined
  /** Set apart, in red. */
  readonly isDestructive?: boolean
  readonly onChoose: () => void
}

const Items = lazy(async () => ({ default: (await import('./row-menu-items.tsx')).RowMenuItems }))

type Props = { of: string; actions: readonly RowAction[] }

/** What may be done to a row, in a quiet menu at its end that loads when it is first opened. */
export const RowMenu = ({ of, actions }: Props) => {
  const [wasOpened, setWasOpened] = useState(false)
  const button = <RowMenuButton of={of} onClick={() => setWasOpened(true)} />
  if (!wasOpened) return button
  return (
    <Suspense fallback={button}>
      <Items of={of} actions={actions} />
    </Suspense>
  )
}
