/**
 * Where the contract differs from the published one on purpose, and why. Users read about it in `docs/compatibility.md`. The test of
 * the published contract fails for a difference that is not here, and for one that is here and no longer exists.
 */
export const DIFFERENCES: Readonly<Record<string, string>> = {
  'GET /api/v1/scorecards ?entities':
    'Only evaluation knows which Scorecards apply to an entity, and there is none yet.',
  'GET /api/v1/scorecards ?teams': 'Only evaluation knows which Scorecards apply to a team, and there is none yet.',
}
