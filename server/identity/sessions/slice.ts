import type { Slice } from '../../core/slices/slice.ts'
import { removeExpiredSessions } from './sessions.ts'

export const sessions: Slice = {
  name: 'sessions',
  cleanUp: [(db, now, { config }) => removeExpiredSessions(db, config, now)],
}
