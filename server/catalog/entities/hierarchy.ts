/** Fetches the relatives of entities and the teams that own them; edges may name what does not exist yet. */
import { sql } from 'kysely'
import type { Database, Db } from '../../core/db/database.ts'
import { type Branch, type Branches, branchesOn, type LookUp, lookUpOn } from '../../core/db/look-up.ts'
import { Family, type Relative, type Wanted } from './family.ts'
import { ownerEdges } from './owner-edges.ts'

/** The most edges that one answer looks at in each direction. */
const MOST_EDGES = 50_000
/** A family beyond this takes long to read. */
const FEW_EDGES = 500

type Way = { readonly lookUp: LookUp; readonly branches: Branches; readonly most: number }

const wayOn = (db: Db, most: number): Way => ({ lookUp: lookUpOn(db), branches: branchesOn(db), most })

const NODE = 'n.id, n.tag, n.name, n.type, n.description, n.archived_at'

const edges = (way: 'up' | 'down', document: string, { lookUp, most }: Way) => {
  const far = way === 'up' ? 'parent_tag' : 'child_tag'
  return `select * from (select '${way}' as way, ${way}.parent_tag, ${way}.child_tag, ${way}.position, ${way}.passes, ${NODE}, ${document} as document
    from ${way} ${lookUp('entities n', `lower(n.tag) = ${way}.${far} || ''`)} limit ${most}) as ${way}_edges`
}

/** Most of many entities have the same few parents, so this reads the edges, and each parent once (see `withParents`). */
const sharedParents = (document: string, { lookUp, most }: Way) =>
  `select * from (select 'up' as way, parent_tag, child_tag, position, passes, cast(null as text) as id, cast(null as text) as tag, cast(null as text) as name, cast(null as text) as type,
      cast(null as text) as description, cast(null as bigint) as archived_at, cast(null as text) as document from up limit ${most}) as up_edges
    union all select * from (select 'parent' as way, parent.tag as parent_tag, '' as child_tag, 0 as position, cast(null as text) as passes, ${NODE}, ${document} as document
      from (select distinct parent_tag as tag from up) as parent ${lookUp('entities n', "lower(n.tag) = parent.tag || ''")} limit ${most}) as up_parents`

/** An edge is declared by one of its ends or by both. */
const DECLARED = 2

/**
 * What is archived is fetched too and left out later: to look at each entity here would cost a fifth more. SQLite reads all that the
 * recursion begins with before the first of it is used, so that has a limit of its own.
 */
const recursion = (way: 'up' | 'down', { lookUp, branches, most }: Way) => {
  const [near, far] = way === 'up' ? ['child_tag', 'parent_tag'] : ['parent_tag', 'child_tag']
  const declared: Branch = (from, tag) =>
    `select e.parent_tag, e.child_tag, e.position, cast(null as text) as passes from ${from} ${lookUp('entity_edges e', `e.${near} = ${tag}`)}`
  const passing = ownerEdges().map(
    ({ select }): Branch =>
      (from, tag) =>
        select({ lookUp, from, tag }),
  )
  const all = way === 'up' ? [declared, ...passing] : [declared]
  return `${way} (parent_tag, child_tag, position, passes) as (
    select * from (${all.map(branch => branch('seed', 'seed.tag')).join(' union all ')} limit ${DECLARED * most}) as first_${way}
    union ${branches(all, way, `${way}.${far}`)})`
}

const TEAM_COLUMNS = 't.id, t.tag, t.name, t.type, t.description, t.archived_at, null'

/**
 * The teams that owners name, and those that stand for a group that is named: the provider is then where a child would be.
 * `|| ''` keeps an index from being used (that of types, of which there are few) or, beside an expression without an affinity, has SQLite use one.
 */
const teams = (lookUp: LookUp) => `select distinct 'team', owner.name, '', 0, null, ${TEAM_COLUMNS} from owner
      ${lookUp('entities t', `lower(t.tag) = owner.name || '' and t.type || '' = 'team'`)}
    union all select distinct 'team', owner.name, owner.provider, 0, null, ${TEAM_COLUMNS} from owner
      ${lookUp('entity_team_groups g', `g.name = owner.name and g.provider = owner.provider || ''`)}
      ${lookUp('entities t', `t.id = g.entity_id and t.type || '' = 'team'`)} where owner.provider <> ''`

/** Of the entities and of all that may hand theirs down. */
const owners = (lookUp: LookUp) => `owner (name, provider) as (select distinct o.name, coalesce(o.provider, '')
    from (select id from seed union select p.id from up ${lookUp('entities p', "lower(p.tag) = up.parent_tag || ''")}) as owned
      ${lookUp('entity_owners o', `o.entity_id = owned.id and o.kind = 'GROUP'`)})`

type Statement = Way & {
  /** How edges upward are read. */
  readonly upward: (document: string, way: Way) => string
}

/**
 * Everything after the seeds (id, tag in lower case). `union` keeps each edge once, which ends a cycle.
 */
const familyOf = ({ owners: withOwners, groups, children = true }: Wanted, way: Statement) => `${recursion('up', way)}
  ${children ? `, ${recursion('down', way)}` : ''}
  ${withOwners ? `, ${owners(way.lookUp)}` : ''}
  ${way.upward(withOwners || groups ? 'n.document' : 'null', way)}
  ${children ? `union all ${edges('down', groups ? 'n.document' : 'null', way)}` : ''}
  ${withOwners ? `union all ${teams(way.lookUp)}` : ''}`

const eachWithParent: Statement['upward'] = (document, way) => edges('up', document, way)

export type ReadFamily = (entity: { id: string; tag: string }, wanted: Wanted) => Promise<Family | undefined>

/** Reads the family of one entity by a compiled statement; undefined where it is so large that `readFamilies` must do it, beside. */
export const familyReader = (database: Database): ReadFamily => {
  const compile = (owners: boolean, groups: boolean) =>
    database.statement<Relative>(`with recursive seed (id, tag) as (select cast($1 as text), lower(cast($2 as text))),
      ${familyOf({ owners, groups }, { ...wayOn(database.db, FEW_EDGES), upward: eachWithParent })}`)
  const [plain, grouped] = [compile(false, false), compile(false, true)]
  const [owned, ownedAndGrouped] = [compile(true, false), compile(true, true)]
  return async ({ id, tag }, { owners, groups }) => {
    const statement = owners ? (groups ? ownedAndGrouped : owned) : groups ? grouped : plain
    const rows = await statement([id, tag])
    return rows.length < FEW_EDGES ? new Family(rows) : undefined
  }
}

/** A parent with `parent_tag` as in the edges, or an upward edge without the details of its parent. */
type Row = Relative | (Omit<Relative, 'way'> & { readonly way: 'parent' })

const isRelative = (row: Row): row is Relative => row.way !== 'parent'

/** Edges to entities that don't exist are left out. */
const withParents = (rows: readonly Row[]): Relative[] => {
  const parents = new Map(rows.flatMap(row => (isRelative(row) ? [] : [[row.parent_tag, row] as const])))
  return rows.filter(isRelative).flatMap(row => {
    if (row.way !== 'up') return [row]
    const { way, parent_tag, child_tag, position, passes } = row
    const parent = parents.get(parent_tag)
    return parent ? [{ ...parent, way, parent_tag, child_tag, position, passes }] : []
  })
}

/** The families of a page of entities, in one statement. */
export const readFamilies = async (db: Db, tags: readonly string[], wanted: Wanted): Promise<Family> => {
  if (tags.length === 0) return new Family([])
  const seed = sql`seed (id, tag) as (select id, lower(tag) from entities where tag in (${sql.join(tags)}))`
  const family = familyOf(wanted, { ...wayOn(db, MOST_EDGES), upward: sharedParents })
  const { rows } = await sql<Row>`with recursive ${seed}, ${sql.raw(family)}`.execute(db)
  return new Family(withParents(rows))
}
