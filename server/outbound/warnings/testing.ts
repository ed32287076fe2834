/** Tokens that end, for tests. */

import { runDueJobs } from '../../core/jobs/jobs.ts'
import type { Services } from '../../core/services/services.ts'
import { backgroundOf } from '../../core/slices/derived.ts'
import { createCredential } from '../../identity/credentials/credentials.ts'
import { SLICES } from '../../slices.ts'
import type { World } from '../../testing/world.ts'

export const DAY = 86_400_000

type Wanted = { owner?: { id: string } | undefined; maker?: { id: string }; name?: string; days: number }

/** A personal token or, without an owner, a key that ends so many days from now. */
export const endingIn = ({ database, time }: World, { owner, maker = owner, name = 'ending', days }: Wanted) =>
  database.transaction(db =>
    createCredential(
      db,
      {
        kind: owner ? 'personal' : 'workspace',
        ownerId: owner?.id ?? null,
        madeBy: null,
        makerId: maker?.id ?? null,
        name,
        description: null,
        expiry: { lastDay: null, timeZone: null, expiresAt: time.now + days * DAY },
      },
      time.now,
    ),
  )

/** Does what is due in the background, as one server would; answers what failed. */
export const runJobs = async (world: World, webhookCalls: Services['webhookCalls'] = {}) => {
  const faults: string[] = []
  await runDueJobs({
    database: world.database,
    clock: () => world.time.now,
    ...backgroundOf(SLICES, { ...world.app.services, webhookCalls }),
    report: (error, job) => faults.push(`${job.kind}: ${error}`),
  })
  return faults
}

export const noticesFor = async ({ request }: World, { session }: { session: { cookie: string } }) =>
  (await request({ url: '/api/v1/notices', as: session })).body.notices
