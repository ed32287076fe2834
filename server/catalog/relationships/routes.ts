import * as contract from '../../../contract/catalog/relationships.ts'
import { type Context, on, type Route } from '../../core/http/mount.ts'
import { JsonText } from '../../core/http/send.ts'
import { badRequest, withoutBrackets } from '../../core/problems/problems.ts'
import { type EntityRow, noSuchEntity } from '../entities/entities.ts'
import { onEntity } from '../entities/on-entity.ts'
import { auditChange, changePairs, endsNamed } from './change.ts'
import { relatedByType, relatedTo } from './list.ts'
import { relationshipsAsText } from './pages.ts'
import { type End, otherSide, type Pair, type Side } from './relationships.ts'
import { findType, keyOf, type TypeRow } from './types.ts'

type Read = {
  readonly params: { readonly tagOrId: string; readonly relationshipTypeTag: string }
  readonly query: { readonly depth?: number; readonly includeArchived?: boolean }
}

/** What is related on one side. */
const readSide = ({ params, query }: Read, { aside }: Pick<Context, 'aside'>, side: Side) =>
  aside(relatedTo, params.tagOrId, {
    typeTag: params.relationshipTypeTag,
    side,
    depth: query.depth ?? 1,
    withArchived: query.includeArchived ?? false,
  })

type Write = {
  readonly params: { readonly relationshipTypeTag: string }
  readonly query: { readonly force?: boolean }
}

type Ends = {
  readonly entity: EntityRow
  readonly tags: readonly string[]
  readonly side: Side
  readonly replaces: boolean
}

const endOf = ({ id, tag, type }: EntityRow): End => ({ id, tag, type, key: keyOf(tag) })

/** Adds to one side of an entity, or replaces what is there. @throws Problem 404 for what does not exist, 400 where a rule forbids it */
const writeSide = async ({ params, query }: Write, context: Context, { entity, tags, side, replaces }: Ends) => {
  const { db } = context
  const type = await findType(db, params.relationshipTypeTag)
  const own = endOf(entity)
  const found = await endsNamed(db, tags)
  const pairs = tags.map((tag): Pair => {
    const far = found.get(tag)
    if (!far) throw noSuchEntity(tag)
    return side === 'destination' ? { source: own, destination: far } : { source: far, destination: own }
  })
  const near = otherSide(side)
  const scope = replaces ? { side: near, key: own.key } : undefined
  const change = await changePairs(db, type, { pairs, replaces: scope, force: query.force })
  const [fault] = change.faults.values()
  if (fault !== undefined) throw badRequest(`${side}s: ${fault}`, `${side}s`)
  await auditChange(context, type, { ...change, side: near, tagOf: key => (key === own.key ? entity.tag : key) })
  return relatedTo(db, entity.id, { typeTag: type.key, side, depth: 1, withArchived: false })
}

type Named = { readonly source: string; readonly destination: string }

const namedPair = (type: TypeRow, { source, destination }: Named) => ({
  relationshipTypeTag: type.tag,
  sourceEntityTag: source,
  destinationEntityTag: destination,
})

/** Why a pair cannot be: an end that does not exist. */
const missingEnd = (found: ReadonlyMap<string, End>, { source, destination }: Named): string | undefined => {
  if (!found.has(source)) return `Source entity not found: no entity has the tag ${source}.`
  if (!found.has(destination)) return `Destination entity not found: no entity has the tag ${destination}.`
  return undefined
}

type Bulk = Write & { readonly body: { readonly relationships: readonly Named[] } }

const writeMany = async ({ params, query, body }: Bulk, context: Context, replaces?: 'all') => {
  const { db } = context
  const type = await findType(db, params.relationshipTypeTag)
  const found = await endsNamed(
    db,
    body.relationships.flatMap(({ source, destination }) => [source, destination]),
  )
  const errors: contract.RefusedPair[] = []
  const pairs: Pair[] = []
  for (const named of body.relationships) {
    const [source, destination] = [found.get(named.source), found.get(named.destination)]
    if (source && destination) pairs.push({ source, destination })
    else errors.push({ ...namedPair(type, named), errorMessage: withoutBrackets(missingEnd(found, named) ?? '') })
  }
  const change = await changePairs(db, type, { pairs, replaces, force: query.force })
  const tags = new Map([...found.values()].map(({ key, tag }) => [key, tag]))
  await auditChange(context, type, { ...change, side: 'source', tagOf: key => tags.get(key) ?? key })
  const tagsOf = ({ source, destination }: Pair) => ({ source: source.tag, destination: destination.tag })
  for (const [pair, errorMessage] of change.faults) errors.push({ ...namedPair(type, tagsOf(pair)), errorMessage })
  return { relationships: change.stored.map(pair => namedPair(type, tagsOf(pair))), errors }
}

export const relationshipRoutes: readonly Route[] = [
  on(contract.listRelated, { handle: ({ params }, { answerAside }) => answerAside(relatedByType, params.tagOrId) }),

  on(contract.listDestinations, {
    handle: async (asked, context) => ({ destinations: await readSide(asked, context, 'destination') }),
  }),
  on(contract.listSources, {
    handle: async (asked, context) => ({ sources: await readSide(asked, context, 'source') }),
  }),

  onEntity(contract.addDestinations, {
    handle: async (asked, context, { entity }) => {
      const ends = { entity, tags: asked.body.destinations, side: 'destination', replaces: false } as const
      return { destinations: await writeSide(asked, context, ends) }
    },
  }),
  onEntity(contract.setDestinations, {
    handle: async (asked, context, { entity }) => {
      const ends = { entity, tags: asked.body.destinations, side: 'destination', replaces: true } as const
      return { destinations: await writeSide(asked, context, ends) }
    },
  }),
  onEntity(contract.addSources, {
    handle: async (asked, context, { entity }) => {
      const ends = { entity, tags: asked.body.sources, side: 'source', replaces: false } as const
      return { sources: await writeSide(asked, context, ends) }
    },
  }),
  onEntity(contract.setSources, {
    handle: async (asked, context, { entity }) => {
      const ends = { entity, tags: asked.body.sources, side: 'source', replaces: true } as const
      return { sources: await writeSide(asked, context, ends) }
    },
  }),

  on(contract.listRelationships, {
    handle: async ({ params, query }, { aside }) =>
      new JsonText(await aside(relationshipsAsText, params.relationshipTypeTag, query)),
  }),
  on(contract.addRelationships, { handle: (asked, context) => writeMany(asked, context) }),
  on(contract.setRelationships, { handle: (asked, context) => writeMany(asked, context, 'all') }),
]
