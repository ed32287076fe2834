import type { Slice } from '../../core/slices/slice.ts'
import { idleJobs } from './idle.ts'
import { policyRoutes } from './routes.ts'

export const enforcement: Slice = {
  name: 'enforcement',
  routes: policyRoutes,
  background: ({ mailer, raiserOf }) => ({ handlers: idleJobs({ hasMail: mailer !== undefined, raiserOf }) }),
  longReads: [new URL('./survey.ts', import.meta.url)],
}
