/** Lets signed-in people in, and leads everybody else to the sign-in page and back. */
import type { QueryClient } from '@tanstack/react-query'
import { redirect } from '@tanstack/react-router'
import { ApiError } from '../../core/api/api-error.ts'
import { meQuery } from './me.ts'
import { signInAgain } from './return-to.ts'

type Arrival = { context: { queryClient: QueryClient }; location: { href: string } }

export const signedInOnly = async ({ context, location }: Arrival) => {
  try {
    await context.queryClient.ensureQueryData({ ...meQuery, revalidateIfStale: true })
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) throw redirect({ href: signInAgain(location.href) })
    throw error
  }
}
