import { Burger } from '@mantine/core'
import { Outlet, useLocation } from '@tanstack/react-router'
import { Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { focusPage } from '../core/layout/focus-page.ts'
import { HelpProvider } from '../core/layout/help.tsx'
import { lazyDialog } from '../core/ui/lazy-dialog.tsx'
import { Loading } from '../core/ui/loading.tsx'
import { ProofDialog } from '../identity/sessions/proof-dialog.tsx'
import { NoticeBell } from '../outbound/notices/notice-bell.tsx'
import classes from './app-frame.module.css'
import { Breadcrumb } from './breadcrumb.tsx'
import { Mark } from './mark.tsx'
import { Sidebar } from './sidebar.tsx'
import { useKeys } from './use-keys.ts'

const Palette = lazyDialog(async () => (await import('./palette.tsx')).Palette)
const HelpDialog = lazyDialog(async () => (await import('./help-dialog.tsx')).HelpDialog)
const MenuDrawer = lazyDialog(async () => (await import('./menu-drawer.tsx')).MenuDrawer)

/** What opens above the page, whatever the page is. @param onOpen closes the menu that it was opened from */
const useExtras = (onOpen: () => void) => {
  const [extra, setExtra] = useState<'palette' | 'help'>()
  const [question, setQuestion] = useState('')
  const close = () => setExtra(undefined)
  const search = useCallback(() => {
    onOpen()
    setExtra('palette')
  }, [onOpen])
  const help = useCallback(
    (asked = '') => {
      onOpen()
      setQuestion(asked)
      setExtra('help')
    },
    [onOpen],
  )
  useKeys({ onSearch: search, onHelp: help })
  const dialogs = (
    <>
      <Palette opened={extra === 'palette'} onClose={close} />
      <HelpDialog opened={extra === 'help'} question={question} onClose={close} />
    </>
  )
  return { search, help, dialogs }
}

/** The frame of every page for people who are signed in: the sidebar, or on narrow screens a menu, and the content. */
export const AppFrame = () => {
  const [isOpen, setOpen] = useState(false)
  const { search, help, dialogs } = useExtras(useCallback(() => setOpen(false), []))
  const wentElsewhere = useRef(false)
  const path = useLocation({ select: ({ href }) => href })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes when one has gone elsewhere
  useEffect(() => {
    wentElsewhere.current = true
    setOpen(false)
  }, [path])
  const open = () => {
    wentElsewhere.current = false
    setOpen(true)
  }
  return (
    <HelpProvider value={help}>
      <div className={classes.frame}>
        <a href="#content" className="skip-link">
          Skip to content
        </a>
        <header className={classes.top}>
          <Burger opened={isOpen} onClick={open} size="sm" aria-label="Open the menu" aria-expanded={isOpen} />
          <Mark />
          <span className={classes.end}>
            <NoticeBell />
          </span>
        </header>
        <header className={classes.side}>
          <Sidebar onSearch={search} />
        </header>
        <MenuDrawer
          opened={isOpen}
          onClose={() => setOpen(false)}
          onSearch={search}
          // The drawer gives the focus back to its button; after a navigation it belongs to the new page.
          onClosed={() => wentElsewhere.current && focusPage()}
        />
        <main id="content" tabIndex={-1} className={classes.content}>
          <Breadcrumb />
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </main>
        {dialogs}
        <ProofDialog />
      </div>
    </HelpProvider>
  )
}
