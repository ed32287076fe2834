/** Marks the document with its address while everything the page asked for has arrived: tests and pictures of the docs wait for that. */
import { useIsFetching, useIsMutating } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'

/** What has just been drawn may ask for more. */
const QUIET_MS = 50

export const useSettled = () => {
  const isNavigating = useRouterState({ select: ({ status }) => status === 'pending' })
  const address = useRouterState({ select: ({ location }) => location.href })
  const asked = useIsFetching() + useIsMutating()
  const isSettled = !isNavigating && asked === 0
  useEffect(() => {
    const { documentElement } = document
    if (!isSettled) return
    const timer = setTimeout(() => documentElement.setAttribute('data-settled', address), QUIET_MS)
    return () => {
      clearTimeout(timer)
      documentElement.removeAttribute('data-settled')
    }
  }, [isSettled, address])
}
