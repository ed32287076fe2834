import type { Slice } from '../../core/slices/slice.ts'
import { mailSubscribers } from './on-events.ts'
import { mailJobs, mailLane } from './outbox.ts'

export const emails: Slice = {
  name: 'emails',
  subscribers: mailSubscribers,
  background: ({ mailer, config }) => ({
    handlers: mailJobs({ mailer, publicUrl: config.publicUrl }),
    lanes: [mailLane],
  }),
}
