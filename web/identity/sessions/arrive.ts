/** What follows a successful sign-in. */
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { safeReturnTo } from './return-to.ts'

/** Forgets what was known before and opens the page the person came for. */
export const useArrive = () => {
  const client = useQueryClient()
  const router = useRouter()
  return (returnTo?: string) => {
    client.clear()
    router.history.push(safeReturnTo(returnTo))
  }
}
