/** The client that @hey-api/openapi-ts generates, with its own fetch. */
import { createClient } from './hey-api/client'
import {
  createOrUpdateEntity,
  createOrUpdateScorecard,
  getEntityDescriptor,
  getEntityDetails,
  getScorecard,
  getScorecardDescriptor,
  listAllEntities,
} from './hey-api/sdk.gen'
import { BROKEN, dataOf, type Program } from './program'

export const createAndRead: Program = async ({ url, token, tag, entity, scorecard }) => {
  const client = createClient({ baseUrl: url, auth: token })
  dataOf(await createOrUpdateEntity({ client, body: entity, query: { mode: 'CREATE' } }))
  dataOf(await createOrUpdateScorecard({ client, body: scorecard }))

  const one = { client, path: { tagOrId: tag } }
  const read = dataOf(await getEntityDetails(one))
  const text = await getEntityDescriptor({ ...one, query: { yaml: true }, parseAs: 'text' })
  const card = dataOf(await getScorecard({ client, path: { tag } })).scorecard
  const cardText = await getScorecardDescriptor({ client, path: { tag }, parseAs: 'text' })
  const list = await listAllEntities({
    client,
    query: { types: ['service', 'domain'], groups: [tag, `${tag}-other`], includeOwners: false, pageSize: 5 },
  })
  const { error: broken } = await createOrUpdateEntity({ client, body: BROKEN })
  const { error: missing } = await getEntityDetails({ client, path: { tagOrId: `${tag}-missing` } })
  return {
    entity: { tag: read.tag, name: read.name, groups: read.groups },
    descriptor: dataOf(text),
    scorecard: { tag: card.tag, name: card.name, expressions: card.rules.map(({ expression }) => expression) },
    scorecardDescriptor: dataOf(cardText),
    listed: dataOf(list).entities.map(listed => listed.tag),
    refused: {
      violations: broken && 'violations' in broken ? broken.violations.map(({ title }) => title) : [],
      details: missing && 'details' in missing ? missing.details : undefined,
    },
  }
}
