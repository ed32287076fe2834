/** The one list of what is done in the background. */
import type { Config } from '../../config.ts'
import { idleJobs } from '../../identity/enforcement/idle.ts'
import { resetMailJobs } from '../../identity/sign-in/reset-mail.ts'
import { noticeJobs } from '../../outbound/notices/jobs.ts'
import { webhookDeliveries } from '../../outbound/webhooks/deliver.ts'
import type { Resolve } from '../../outbound/webhooks/send.ts'
import type { Mailer } from '../mail/mailer.ts'
import { mailJobs } from '../mail/outbox.ts'
import { cleanUpJobs } from './clean-up.ts'
import type { Background } from './jobs.ts'

export type BackgroundParts = {
  readonly config: Config
  readonly mailer: Mailer | undefined
  /** How webhooks look names up; by DNS unless said otherwise. */
  readonly resolve?: Resolve
  /** How long a webhook may take. */
  readonly timeoutMs?: number
}

export const backgroundOf = ({ config, mailer, ...webhooks }: BackgroundParts): Background => ({
  handlers: {
    ...cleanUpJobs(config),
    ...idleJobs({ mailer }),
    ...mailJobs({ mailer, publicUrl: config.publicUrl }),
    ...resetMailJobs({ config, mailer }),
    ...noticeJobs,
  },
  lanes: [['mail', 'reset-mail']],
  sources: [webhookDeliveries({ config, ...webhooks })],
})
