/**
 * Where the contract differs from the published one on purpose, and why. Users read about it in `docs/compatibility.md`. The test of
 * the published contract fails for a difference that is not here, and for one that is here and no longer exists.
 */
const TEAM_BODIES = ['POST /api/v1/teams', 'PUT /api/v1/teams', 'PUT /api/v1/teams/{tagOrId}']
const OF_ONE_TYPE = ['idpGroup.group', 'idpGroup.provider', 'additionalMembers.[].email', 'additionalMembers.[].name']

export const DIFFERENCES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    TEAM_BODIES.flatMap(operation =>
      OF_ONE_TYPE.map(field => [
        `${operation} body.${field} is required`,
        'Only within an object that type IDP has, and that may be left out.',
      ]),
    ),
  ),
  'GET /api/v1/scorecards ?entities':
    'Only evaluation knows which Scorecards apply to an entity, and there is none yet.',
  'GET /api/v1/scorecards ?teams': 'Only evaluation knows which Scorecards apply to a team, and there is none yet.',
  'GET /api/v1/catalog/{callerTag}/dependencies answer.calleeTag':
    'The published list has the shape of one dependency; clients read a page with `dependencies`.',
  'GET /api/v1/catalog/{callerTag}/dependencies answer.calleeType':
    'The published list has the shape of one dependency; clients read a page with `dependencies`.',
  'GET /api/v1/catalog/{callerTag}/dependencies answer.callerTag':
    'The published list has the shape of one dependency; clients read a page with `dependencies`.',
  'GET /api/v1/catalog/{callerTag}/dependencies answer.callerType':
    'The published list has the shape of one dependency; clients read a page with `dependencies`.',
  'POST /api/v1/catalog/{tagOrId}/custom-data body.key is required':
    'The published body is any text; clients send an object with `key` and `value`.',
  'POST /api/v1/catalog/{tagOrId}/custom-data body.value is required':
    'The published body is any text; clients send an object with `key` and `value`.',
  'POST /api/v1/catalog/custom-data body.key is required':
    'The published body is not described; clients send an object with `key` and `value`.',
  'POST /api/v1/catalog/custom-data body.value is required':
    'The published body is not described; clients send an object with `key` and `value`.',
  'DELETE /api/v1/catalog/{callerTag}/dependencies answer.calleeTag': 'A 204 has no body.',
  'DELETE /api/v1/catalog/{callerTag}/dependencies answer.calleeType': 'A 204 has no body.',
  'DELETE /api/v1/catalog/{callerTag}/dependencies answer.callerTag': 'A 204 has no body.',
  'DELETE /api/v1/catalog/{callerTag}/dependencies answer.callerType': 'A 204 has no body.',
  'DELETE /api/v1/catalog/{callerTag}/dependencies/{calleeTag} answer.calleeTag': 'A 204 has no body.',
  'DELETE /api/v1/catalog/{callerTag}/dependencies/{calleeTag} answer.calleeType': 'A 204 has no body.',
  'DELETE /api/v1/catalog/{callerTag}/dependencies/{calleeTag} answer.callerTag': 'A 204 has no body.',
  'DELETE /api/v1/catalog/{callerTag}/dependencies/{calleeTag} answer.callerType': 'A 204 has no body.',
}
