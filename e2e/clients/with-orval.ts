/** The client that orval generates, with its own fetch and the address that the document names. */
import {
  createOrUpdateEntity,
  createOrUpdateScorecard,
  getEntityDescriptor,
  getEntityDetails,
  getScorecard,
  getScorecardDescriptor,
  listAllEntities,
} from './orval/client'
import { BROKEN, type Program } from './program'

/** Its answers are unions by status. */
const refusal = ({ status, data }: { status: number; data: unknown }) => new Error(`${status} ${JSON.stringify(data)}`)

export const createAndRead: Program = async ({ token, tag, entity, scorecard }) => {
  const options = { headers: { Authorization: `Bearer ${token}` } }
  const created = await createOrUpdateEntity(entity, { mode: 'CREATE' }, options)
  if (created.status !== 200) throw refusal(created)
  const graded = await createOrUpdateScorecard(scorecard, {}, options)
  if (graded.status !== 200) throw refusal(graded)

  const read = await getEntityDetails(tag, {}, options)
  if (read.status !== 200) throw refusal(read)
  const text = await getEntityDescriptor(tag, { yaml: true }, options)
  const card = await getScorecard(tag, {}, options)
  if (card.status !== 200) throw refusal(card)
  const cardText = await getScorecardDescriptor(tag, options)
  if (cardText.status !== 200) throw refusal(cardText)
  const list = await listAllEntities(
    { types: ['service', 'domain'], groups: [tag, `${tag}-other`], includeOwners: false, pageSize: 5 },
    options,
  )
  if (list.status !== 200) throw refusal(list)
  const broken = await createOrUpdateEntity(BROKEN, {}, options)
  const missing = await getEntityDetails(`${tag}-missing`, {}, options)
  const { scorecard: stored } = card.data
  return {
    entity: { tag: read.data.tag, name: read.data.name, groups: read.data.groups },
    descriptor: text.data,
    scorecard: { tag: stored.tag, name: stored.name, expressions: stored.rules.map(({ expression }) => expression) },
    scorecardDescriptor: cardText.data,
    listed: list.data.entities.map(listed => listed.tag),
    refused: {
      violations: 'violations' in broken.data ? broken.data.violations.map(({ title }) => title) : [],
      details: missing.status === 404 ? missing.data.details : undefined,
    },
  }
}
