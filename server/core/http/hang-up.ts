import type { ServerResponse } from 'node:http'

const watch = (response: ServerResponse): AbortSignal => {
  const controller = new AbortController()
  const hangUp = () => {
    if (!response.writableFinished) controller.abort()
  }
  if (response.destroyed) hangUp()
  else response.once('close', hangUp)
  return controller.signal
}

/** Aborted when the client closes the connection before it has its answer. Made once, when something that takes long asks for it. */
export const hangUpOf = (response: ServerResponse): (() => AbortSignal) => {
  let signal: AbortSignal | undefined
  return () => {
    signal ??= watch(response)
    return signal
  }
}
