/** A client of openapi-fetch, with the types that openapi-typescript generates. */
import createClient from 'openapi-fetch'
import type { paths } from './openapi-typescript/schema'
import { BROKEN, dataOf, type Program } from './program'

export const createAndRead: Program = async ({ url, token, tag, entity, scorecard }) => {
  const client = createClient<paths>({ baseUrl: url, headers: { Authorization: `Bearer ${token}` } })
  dataOf(await client.POST('/api/v1/open-api', { body: entity, params: { query: { mode: 'CREATE' } } }))
  dataOf(await client.POST('/api/v1/scorecards/descriptor', { body: scorecard }))

  const params = { path: { tagOrId: tag } }
  const read = dataOf(await client.GET('/api/v1/catalog/{tagOrId}', { params }))
  const text = await client.GET('/api/v1/catalog/{tagOrId}/openapi', {
    params: { ...params, query: { yaml: true } },
    parseAs: 'text',
  })
  const card = dataOf(await client.GET('/api/v1/scorecards/{tag}', { params: { path: { tag } } })).scorecard
  const cardText = await client.GET('/api/v1/scorecards/{tag}/descriptor', {
    params: { path: { tag } },
    parseAs: 'text',
  })
  const list = await client.GET('/api/v1/catalog', {
    params: {
      query: { types: ['service', 'domain'], groups: [tag, `${tag}-other`], includeOwners: false, pageSize: 5 },
    },
  })
  const { error: broken } = await client.POST('/api/v1/open-api', { body: BROKEN })
  const { error: missing } = await client.GET('/api/v1/catalog/{tagOrId}', {
    params: { path: { tagOrId: `${tag}-missing` } },
  })
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
