import type { Context } from '../../core/http/mount.ts'

declare module '../../core/changes/events.ts' {
  interface Events {
    /** Someone's password was changed. */
    password: { readonly userId: string }
  }
}

/** A person who did not change it learns of it soon. */
export const raisePasswordChanged = async ({ id }: { id: string }, { raise, afterCommit, services }: Context) => {
  await raise('password', { userId: id })
  afterCommit(services.wakeJobs)
}
