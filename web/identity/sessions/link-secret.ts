/** One-time links carry their secret behind the `#`, which browsers do not send. */
import { useEffect, useState } from 'react'

const inAddress = () => window.location.hash.slice(1)

/** The secret, kept in memory only; the address bar and the history forget it at once. Empty where there was none. */
export const useLinkSecret = (): string => {
  const [secret, setSecret] = useState(inAddress)
  useEffect(() => {
    const take = () => {
      const found = inAddress()
      if (found === '') return
      setSecret(found)
      window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search)
    }
    take()
    window.addEventListener('hashchange', take)
    return () => window.removeEventListener('hashchange', take)
  }, [])
  return secret
}
