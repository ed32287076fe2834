/** Keeps the text of every descriptor that is stored, in the transaction that stores it. */
import type { VersionHow } from '../../../contract/catalog/versions.ts'
import type { Actor } from '../../core/callers/actor.ts'
import { actorColumns } from '../../core/changes/audit.ts'
import type { EventContext } from '../../core/changes/events.ts'
import { inChunks } from '../../core/db/chunks.ts'
import { compiledRows } from '../../core/db/compiled.ts'
import type { Db } from '../../core/db/database.ts'
import type { WrittenDescriptor, WrittenDescriptors } from '../entities/written.ts'
import { pack, unpack } from './packed.ts'
import { prune } from './prune.ts'
import type { DescriptorBases, DescriptorVersions } from './tables.ts'

/** How many versions share a base. A damaged version doesn't affect the others. */
const SHARED = 16
/** A version of at least this many stored bytes is checked against the limit of its entity immediately. */
const LARGE = 16 * 1024

const newestBases = compiledRows((db, entities: readonly { id: string }[]) =>
  db
    .selectFrom('descriptor_bases as b')
    .selectAll()
    .where(
      'b.entity_id',
      'in',
      entities.map(({ id }) => id),
    )
    .where('b.version', '=', eb =>
      eb
        .selectFrom('descriptor_bases as n')
        .select(({ fn }) => fn.max('n.version').as('version'))
        .whereRef('n.entity_id', '=', 'b.entity_id'),
    ),
)

/** An existing row stays: an entity must not fail to be stored because of its history. */
const insertBases = compiledRows((db, rows: readonly DescriptorBases[]) =>
  db
    .insertInto('descriptor_bases')
    .values(rows)
    .onConflict(on => on.doNothing()),
)

const insertVersions = compiledRows((db, rows: readonly DescriptorVersions[]) =>
  db
    .insertInto('descriptor_versions')
    .values(rows)
    .onConflict(on => on.doNothing()),
)

const NOBODY = { actor_type: null, actor_identifier: null, actor_email: null, actor_cid: null, actor_name: null }

const howOf = (actor: Actor): VersionHow => (actor.kind === 'session' ? 'PAGE' : 'API')

type Base = { readonly version: number; readonly stored: number; readonly text: string }

/** Undefined if it is damaged: the next version then gets another base. */
const readBase = ({ version, stored, text }: DescriptorBases): Base | undefined => {
  try {
    return { version: Number(version), stored: Number(stored), text: unpack(text) }
  } catch {
    return undefined
  }
}

type Added = { readonly bases: DescriptorBases[]; readonly versions: DescriptorVersions[] }

type VersionFacts = Pick<DescriptorVersions, 'at' | 'how' | 'earlier' | keyof typeof NOBODY>

/** Adds a version whose text is a base. */
const addWhole = (added: Added, { id, version, source }: WrittenDescriptor, facts: VersionFacts): Base => {
  const text = pack(source)
  const stored = text.length
  added.bases.push({ entity_id: id, version, stored, text })
  const size = Buffer.byteLength(source)
  added.versions.push({ entity_id: id, version, size, base: version, stored: 0, text: null, ...facts })
  return { version, stored, text: source }
}

const add = (added: Added, one: WrittenDescriptor, { base, ...facts }: VersionFacts & { base: Base }) => {
  const { id, version, source } = one
  const text = version - base.version < SHARED ? pack(source, base.text) : undefined
  if (!text || text.length * 2 > Math.max(base.stored, SHARED)) return addWhole(added, one, facts)
  const size = Buffer.byteLength(source)
  added.versions.push({ entity_id: id, version, size, base: base.version, stored: text.length, text, ...facts })
  return undefined
}

/** Stores the text from before Portico kept versions as the first version, so that the next one can be compared with it. */
const addBefore = (added: Added, id: string, { version, at, source }: NonNullable<WrittenDescriptor['before']>) =>
  addWhole(added, { id, version, source }, { ...NOBODY, at, how: 'UNKNOWN', earlier: 0 })

const isFull = ({ bases, versions }: Added) => bases.length > 0 || versions.some(({ stored }) => stored > LARGE)

const keepSome = async (
  { actor, how = howOf(actor) }: Pick<WrittenDescriptors, 'actor'> & { how?: VersionHow | undefined },
  descriptors: readonly WrittenDescriptor[],
  { db, now }: Pick<EventContext, 'db' | 'now'>,
) => {
  const replaced = descriptors.flatMap(({ id, before }) => (before ? [{ id }] : []))
  const found = new Map((replaced.length > 0 ? await newestBases(db, replaced) : []).map(row => [row.entity_id, row]))
  const by = { ...actorColumns(actor), at: now, how }
  const full: string[] = []
  const all: Added = { bases: [], versions: [] }
  for (const one of descriptors) {
    const added: Added = { bases: [], versions: [] }
    const row = found.get(one.id)
    const base = row ? readBase(row) : one.before && addBefore(added, one.id, one.before)
    const facts = { ...by, earlier: one.before ? 1 : 0 } as const
    if (base) add(added, one, { ...facts, base })
    else addWhole(added, one, facts)
    if (row && isFull(added)) full.push(one.id)
    all.bases.push(...added.bases)
    all.versions.push(...added.versions)
  }
  await store(db, all)
  for (const id of full) await prune(db, id, now)
}

const store = async (db: Db, { bases, versions }: Added) => {
  if (bases.length > 0) await insertBases(db, bases)
  await insertVersions(db, versions)
}

export const keepVersions = ({ actor, how, descriptors }: WrittenDescriptors, context: EventContext) =>
  inChunks(descriptors, some => keepSome({ actor, how }, some, context))
