/** Replaces the hierarchy of all teams: the descriptors that must say something else are edited, all at once. */
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { TeamEdge } from '../../../contract/catalog/team-hierarchy.ts'
import type { Entry } from '../../core/changes/entry.ts'
import { inChunks } from '../../core/db/chunks.ts'
import type { Db } from '../../core/db/database.ts'
import { type Context, PrepareAgain } from '../../core/http/mount.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { readerFor } from '../descriptors/reading.ts'
import type { Entity } from '../entities/document.ts'
import { edgesOf } from '../entities/entities.ts'
import { relateSoon } from '../entities/reading.ts'
import type { RelativesEdit } from '../entities/relate.ts'
import type { WrittenDescriptor } from '../entities/written.ts'
import { cycleIn, declaredTeamEdges, eachEdgeOnce, findTeams, keyOf, readSources, type TeamRow } from './hierarchy.ts'

/** Descriptors that one request edits. */
const MOST_EDITED = 5000
const MOST_NAMED = 10

/** A team whose descriptor changes, and what it then says. */
export type Related = {
  readonly before: TeamRow
  readonly entity: Entity
  readonly text: string
  readonly edit: RelativesEdit
}

type WantedEdge = TeamEdge & { readonly parentId: string }

/** The pairs, in the letter case of the teams that exist. @throws Problem 400 for unknown teams, self-references and cycles */
const checked = async (db: Db, edges: readonly TeamEdge[]): Promise<WantedEdge[]> => {
  const teams = await findTeams(
    db,
    edges.flatMap(({ parentTeamTag, childTeamTag }) => [parentTeamTag, childTeamTag]),
  )
  const unknown = new Set<string>()
  const found = edges.flatMap(({ parentTeamTag, childTeamTag }) => {
    const [parent, child] = [teams.get(parentTeamTag), teams.get(childTeamTag)]
    if (!parent) unknown.add(parentTeamTag)
    if (!child) unknown.add(childTeamTag)
    return parent && child ? [{ parentTeamTag: parent.tag, childTeamTag: child.tag, parentId: parent.id }] : []
  })
  if (unknown.size > 0) {
    const named = [...unknown].slice(0, MOST_NAMED).join(', ')
    throw badRequest(`edges: no team that isn't archived has the tag ${named}. Create it first.`, 'edges')
  }
  const cycle = cycleIn(found)
  if (cycle?.length === 1) throw badRequest(`edges: ${cycle[0]} can't be its own parent.`, 'edges')
  if (cycle) throw badRequest(`edges: a team can't be below itself: ${[...cycle, cycle[0]].join(' > ')}.`, 'edges')
  return eachEdgeOnce(found)
}

type Edits = Map<string, { withoutParents: string[]; withoutChildren: string[]; newChildren: string[] }>

const editIn = (edits: Edits, id: string) => {
  const edit = edits.get(id) ?? { withoutParents: [], withoutChildren: [], newChildren: [] }
  edits.set(id, edit)
  return edit
}

/** For each entity whose descriptor changes, how. A pair may be declared by either of its ends, or by both. */
const editsFor = (declared: Awaited<ReturnType<typeof declaredTeamEdges>>, wanted: readonly WantedEdge[]) => {
  const edits: Edits = new Map()
  const [kept, there] = [new Set(wanted.map(keyOf)), new Set(declared.map(keyOf))]
  for (const { declaredBy, isByParent, ...edge } of declared)
    if (!kept.has(keyOf(edge))) {
      const edit = editIn(edits, declaredBy)
      if (isByParent) edit.withoutChildren.push(edge.childTeamTag.toLowerCase())
      else edit.withoutParents.push(edge.parentTeamTag.toLowerCase())
    }
  for (const edge of wanted)
    if (!there.has(keyOf(edge))) editIn(edits, edge.parentId).newChildren.push(edge.childTeamTag)
  return edits
}

/** The descriptors that change, with their new texts. @throws Problem 400 */
export const prepareReplacing = async (context: Context, edges: readonly TeamEdge[]): Promise<Related[]> => {
  const edits = editsFor(await declaredTeamEdges(context.db), await checked(context.db, edges))
  if (edits.size > MOST_EDITED)
    throw badRequest(
      `This changes the descriptors of ${edits.size} teams. Change up to ${MOST_EDITED} at once.`,
      'edges',
    )
  const related: Related[] = []
  for (const before of await readSources(context.db, [...edits.keys()])) {
    const edit = editIn(edits, before.id)
    const { entity, text } = await relateSoon(readerFor(context), before.descriptor, edit)
    if (!entity) throw badRequest(`The descriptor of ${before.tag} can't be edited. Change its relatives there.`)
    related.push({ before, entity, text, edit })
    await setImmediate() // others are served in between
  }
  return related
}

/** @throws PrepareAgain where one of them has changed since */
const checkFresh = async (db: Db, related: readonly Related[]) => {
  const versions = new Map<string, number>()
  await inChunks(related, async some => {
    const ids = some.map(({ before }) => before.id)
    const rows = await db.selectFrom('entities').select(['id', 'version']).where('id', 'in', ids).execute()
    for (const { id, version } of rows) versions.set(id, version)
  })
  if (related.some(({ before }) => versions.get(before.id) !== before.version)) throw new PrepareAgain()
}

const write = (db: Db, now: number) => async (some: readonly Related[]) => {
  const ids = some.map(({ before }) => before.id)
  const change = { updated_at: now, version: sql<number>`version + 1` }
  await db.updateTable('entities').set(change).where('id', 'in', ids).execute()
  await db
    .insertInto('entity_sources')
    .values(some.map(({ before, text }) => ({ id: before.id, descriptor: text })))
    .onConflict(on => on.column('id').doUpdateSet(eb => ({ descriptor: eb.ref('excluded.descriptor') })))
    .execute()
  await db.deleteFrom('entity_edges').where('declared_by', 'in', ids).execute()
  const edges = some.flatMap(({ before, entity }) => edgesOf(before.id, entity))
  await inChunks(edges, rows => db.insertInto('entity_edges').values(rows).execute())
}

const changeOf = (before: readonly string[], after: readonly string[]) =>
  before.length + after.length > 0
    ? { ...(before.length > 0 && { before }), ...(after.length > 0 && { after }) }
    : undefined

const entryOf = ({ before, edit: { withoutParents, withoutChildren, newChildren } }: Related): Entry => {
  const [children, parents] = [changeOf(withoutChildren, newChildren), changeOf(withoutParents, [])]
  const changes = { ...(children && { children }), ...(parents && { parents }) }
  return { action: 'UPDATE', objectType: 'ENTITY', objectIdentifier: before.tag, changes }
}

const writtenOf = ({ before, text }: Related): WrittenDescriptor[] => {
  const { id, version, updated_at: at, descriptor: source } = before
  return text === source ? [] : [{ id, version: version + 1, source: text, before: { version, at, source } }]
}

/** Stores what was prepared. @throws PrepareAgain */
export const replaceAll = async (context: Context, related: readonly Related[]) => {
  const { actor, db, now, auditAll, nothing, raise } = context
  if (related.length === 0) return nothing()
  await checkFresh(db, related)
  await inChunks(related, write(db, now))
  await raise('descriptors', { actor, how: undefined, descriptors: related.flatMap(writtenOf) })
  await auditAll(related.map(entryOf))
}
