import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Called, CalledOperation, Io } from '../../../contract/core/operation.ts'
import { type CallInput, call } from './client.ts'
import { refresh } from './queries.ts'

type Sent<I extends Io> = { input: CallInput<I>; show: (answer: I['answer']) => void }

/** Like `useSend`, but hands the answer over instead of returning it: a secret must not stay in the memory of mutations. */
export const useSendSecret = <I extends Io>(operation: Called<I>, refreshes: readonly CalledOperation[]) => {
  const client = useQueryClient()
  return useMutation<void, Error, Sent<I>>({
    mutationKey: [operation.id],
    mutationFn: async ({ input, show }) => show(await call(operation, input)),
    onSuccess: () => refresh(client, refreshes),
  })
}
