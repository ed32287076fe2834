/** How pages read and write: `useQuery(ask(operation, input))` and `useSend(operation)`. */
import {
  MutationCache,
  QueryCache,
  QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import type { Called, CalledOperation, Io } from '../../../contract/core/operation.ts'
import { getMe } from '../../../contract/identity/sessions.ts'
import { ApiError } from './api-error.ts'
import { type CallInput, call } from './client.ts'

/** The options of a query for an operation; spread them to add `enabled`, `placeholderData`, `refetchInterval` … */
export const ask = <I extends Io>(operation: Called<I>, input: CallInput<I>) =>
  queryOptions({
    queryKey: [operation.id, input],
    queryFn: ({ signal }) => call(operation, { ...input, signal }),
  })

type Then<Answer> = { onSuccess?: (answer: Answer) => unknown; onError?: (error: Error) => unknown }

/**
 * A mutation that calls an operation: `mutate({ params, body, version }, { onSuccess })`. What follows runs even when
 * the refreshed answers took what sent it off the screen; TanStack’s own `mutate` forgets it then.
 * @param refreshes the reading operations whose answers are old once it succeeded
 */
export const useSend = <I extends Io>(
  operation: Called<I>,
  { refreshes = [] }: { refreshes?: readonly CalledOperation[] } = {},
) => {
  const client = useQueryClient()
  const mutation = useMutation<I['answer'], Error, CallInput<I>>({
    mutationKey: [operation.id],
    mutationFn: input => call(operation, input),
    onSuccess: () => refresh(client, refreshes),
  })
  const mutate = (input: CallInput<I>, { onSuccess, onError = shownAsState }: Then<I['answer']> = {}) =>
    void mutation.mutateAsync(input).then(onSuccess, onError)
  return { ...mutation, mutate }
}

/** An error stays in the mutation’s `error`, where its page shows it. */
const shownAsState = () => undefined

/** Marks what these operations answered as old and asks again where it is on the screen. */
export const refresh = (client: QueryClient, operations: readonly CalledOperation[]) =>
  client.invalidateQueries({ predicate: ({ queryKey }) => operations.some(({ id }) => id === queryKey[0]) })

const MOST_RETRIES = 2
const FRESH_MS = 2_000

const isWorthRetrying = (count: number, error: Error) =>
  count < MOST_RETRIES && !(error instanceof ApiError && error.status >= 400 && error.status < 500)

/** @param onSignedOut what to do when any call finds that the session ended */
export const createQueryClient = (onSignedOut: () => void) => {
  const watch = (error: Error) => {
    if (error instanceof ApiError && error.signedOut) onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, { queryKey, state }) => {
        // The route guard takes people who were never signed in to the sign-in page.
        if (queryKey[0] !== getMe.id || state.data !== undefined) watch(error)
      },
    }),
    mutationCache: new MutationCache({ onError: watch }),
    defaultOptions: {
      queries: { retry: isWorthRetrying, staleTime: FRESH_MS, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
