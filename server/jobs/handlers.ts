/** The one list of what is done in the background. */
import type { Config } from '../config.ts'
import type { Mailer } from '../mail/mailer.ts'
import { mailJobs } from '../mail/outbox.ts'
import { idleJobs } from '../policy/idle.ts'
import { resetMailJobs } from '../sessions/reset-mail.ts'
import { cleanUpJobs } from './clean-up.ts'
import type { JobHandlers } from './jobs.ts'

export const jobHandlers = ({ config, mailer }: { config: Config; mailer: Mailer | undefined }): JobHandlers => ({
  ...cleanUpJobs(config),
  ...idleJobs({ mailer }),
  ...mailJobs({ mailer, publicUrl: config.publicUrl }),
  ...resetMailJobs({ config, mailer }),
})
