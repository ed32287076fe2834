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

const edges = (way: 'up' | 'down', document: string, { lookUp, most }: Way) => {
  const far = way === 'up' ? 'parent_tag' : 'child_tag'
  return `select * from (select '${way}' as way, ${way}.parent_tag, ${way}.child_tag, ${way}.position, ${way}.passes, n.id, n.tag, n.name,
      n.type, n.description, n.archived_at, ${document} as document
    from ${way} ${lookUp('entities n', `lower(n.tag) = ${way}.${far} || ''`)} limit ${most}) as ${way}_edges`
}

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

/**
 * Everything after the seeds (id, tag in lower case). `union` keeps each edge once, which ends a cycle.
 */
const familyOf = (wanted: Wanted, way: Way) => `${recursion('up', way)}, ${recursion('down', way)}
  ${wanted.owners ? `, ${owners(way.lookUp)}` : ''}
  ${edges('up', wanted.owners || wanted.groups ? 'n.document' : 'null', way)}
  union all ${edges('down', wanted.groups ? 'n.document' : 'null', way)}
  ${wanted.owners ? `union all ${teams(way.lookUp)}` : ''}`

export type ReadFamily = (entity: { id: string; tag: string }, wanted: Wanted) => Promise<Family | undefined>

/** Reads the family of one entity by a compiled statement; undefined where it is so large that `readFamilies` must do it, beside. */
export const familyReader = (database: Database): ReadFamily => {
  const compile = (owners: boolean, groups: boolean) =>
    database.statement<Relative>(`with recursive seed (id, tag) as (select cast($1 as text), lower(cast($2 as text))),
      ${familyOf({ owners, groups }, wayOn(database.db, FEW_EDGES))}`)
  const [plain, grouped] = [compile(false, false), compile(false, true)]
  const [owned, ownedAndGrouped] = [compile(true, false), compile(true, true)]
  return async ({ id, tag }, { owners, groups }) => {
    const statement = owners ? (groups ? ownedAndGrouped : owned) : groups ? grouped : plain
    const rows = await statement([id, tag])
    return rows.length < FEW_EDGES ? new Family(rows) : undefined
  }
}

/** The families of a page of entities, in one statement. */
export const readFamilies = async (db: Db, tags: readonly string[], wanted: Wanted): Promise<Family> => {
  if (tags.length === 0) return new Family([])
  const seed = sql`seed (id, tag) as (select id, lower(tag) from entities where tag in (${sql.join(tags)}))`
  const { rows } =
    await sql<Relative>`with recursive ${seed}, ${sql.raw(familyOf(wanted, wayOn(db, MOST_EDGES)))}`.execute(db)
  return new Family(rows)
}
