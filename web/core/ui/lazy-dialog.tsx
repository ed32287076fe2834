import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react'

type Opened = { opened: boolean }

/** A dialog whose code loads when it is opened for the first time. */
export const lazyDialog = <Props extends object>(load: () => Promise<ComponentType<Props & Opened>>) => {
  const Dialog = lazy(async () => ({ default: await load() }))
  /** Closed for a moment: a dialog remembers where the focus was when it opens, not when it is there from the start. */
  const OpensLater = (props: Props & Opened) => {
    const [isThere, setThere] = useState(false)
    useEffect(() => setThere(true), [])
    return <Dialog {...props} opened={isThere && props.opened} />
  }
  return (props: Props & Opened) => {
    const [wasOpened, setWasOpened] = useState(props.opened)
    if (props.opened && !wasOpened) setWasOpened(true)
    return (
      wasOpened && (
        <Suspense>
          <OpensLater {...props} />
        </Suspense>
      )
    )
  }
}
