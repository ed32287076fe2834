import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AnswerOf, OperationSpec } from '../../contract/operation.ts'
import { type CallInput, call } from './client.ts'
import { refresh } from './queries.ts'

type Sent<O extends OperationSpec> = { input: CallInput<O>; show: (answer: AnswerOf<O>) => void }

/** Like `useSend`, but hands the answer over instead of returning it: a secret must not stay in the memory of mutations. */
export const useSendSecret = <O extends OperationSpec>(operation: O, refreshes: readonly OperationSpec[]) => {
  const client = useQueryClient()
  return useMutation<void, Error, Sent<O>>({
    mutationKey: [operation.id],
    mutationFn: async ({ input, show }) => show(await call(operation, input)),
    onSuccess: () => refresh(client, refreshes),
  })
}
