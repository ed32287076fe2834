/** The one list of what is done in the background. */
import type { Config } from '../config.ts'
import type { Mailer } from '../mail/mailer.ts'
import { mailJobs } from '../mail/outbox.ts'
import { noticeJobs } from '../notices/jobs.ts'
import { idleJobs } from '../policy/idle.ts'
import { resetMailJobs } from '../sessions/reset-mail.ts'
import { webhookJobs } from '../webhooks/deliver.ts'
import type { Resolve } from '../webhooks/send.ts'
import { cleanUpJobs } from './clean-up.ts'
import type { JobHandlers, Lane } from './jobs.ts'

export type HandlerParts = {
  readonly config: Config
  readonly mailer: Mailer | undefined
  /** How webhooks look names up; by DNS unless said otherwise. */
  readonly resolve?: Resolve
  /** How long a webhook may take. */
  readonly timeoutMs?: number
}

export const jobHandlers = ({ config, mailer, resolve, timeoutMs }: HandlerParts): JobHandlers => ({
  ...cleanUpJobs(config),
  ...idleJobs({ mailer }),
  ...mailJobs({ mailer, publicUrl: config.publicUrl }),
  ...resetMailJobs({ config, mailer }),
  ...noticeJobs,
  ...webhookJobs({ config, resolve, timeoutMs }),
})

/** What waits for others has workers of its own. */
export const JOB_LANES: readonly Lane[] = [
  { kinds: ['mail', 'reset-mail'], workers: 1 },
  { kinds: ['webhook'], workers: 4 },
]
