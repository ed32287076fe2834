/** The one place where a person is asked to prove who they are, while a call that needs it waits. */

type Ask = () => Promise<boolean>

let asking: Ask | undefined
let waiting: Promise<boolean> | undefined

/** Says who asks; answers how to stop. */
export const askForProofWith = (ask: Ask) => {
  asking = ask
  return () => {
    if (asking === ask) asking = undefined
  }
}

/** Whether the person proved it. Calls that need a proof at the same time share one question. */
export const proofGiven = (): Promise<boolean> => {
  waiting ??= (asking?.() ?? Promise.resolve(false)).finally(() => {
    waiting = undefined
  })
  return waiting
}
