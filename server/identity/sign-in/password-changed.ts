import type { Context } from '../../core/http/mount.ts'

declare module '../../core/changes/events.ts' {
  interface Events {
    /** Somebody's password was changed. */
    password: { readonly userId: string }
  }
}

/** Whoever did not change it learns of it soon. */
export const raisePasswordChanged = async ({ id }: { id: string }, { raise, afterCommit, services }: Context) => {
  await raise('password', { userId: id })
  afterCommit(services.wakeJobs)
}
