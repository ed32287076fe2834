import * as contract from '../../../contract/catalog/versions.ts'
import { type Actor, holds } from '../../core/callers/actor.ts'
import type { Context, Route } from '../../core/http/mount.ts'
import { PrepareAgain } from '../../core/http/mount.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { Answer } from '../../core/http/send.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { holdsSecret } from '../../core/secrets/secret.ts'
import { readerFor } from '../descriptors/reading.ts'
import { checkDefinition, expectSameType } from '../entities/definitions.ts'
import { type EntityRow, findEntity } from '../entities/entities.ts'
import { blockWarnings } from '../entities/kept-blocks.ts'
import { onEntity } from '../entities/on-entity.ts'
import { describeSoon } from '../entities/reading.ts'
import { refused, saveEntity } from '../entities/save.ts'
import { blameSoon, compareSoon, countSoon, textSoon } from './on-threads.ts'
import { damaged, presentDiff, presentVersion, type Sees, writtenOf } from './present.ts'
import { keptVersions, packedVersions, versionIn } from './read.ts'
import type { VersionRow } from './tables.ts'

/** Whether this is the first version that the entity ever had. */
const isFirst = (row: VersionRow | undefined) => row !== undefined && Number(row.version) === 1

const countedOf = async (context: Context, rows: readonly VersionRow[], before: VersionRow | undefined) => {
  const packed = await packedVersions(context.db, before ? [...rows, before] : rows)
  return countSoon(readerFor(context), packed, !before && isFirst(rows.at(-1)))
}

/** @throws Problem 404, or 409 if it is damaged */
const readText = async (context: Context, entity: EntityRow, version: string): Promise<string> => {
  const row = versionIn(await keptVersions(context.db, entity, context.now), version)
  const [packed] = await packedVersions(context.db, [row])
  const text = packed && (await textSoon(readerFor(context), packed))
  if (text === undefined) throw damaged([Number(row.version)])
  return text
}

const earlierOf = (rows: readonly VersionRow[], row: VersionRow, against: number | undefined) =>
  against === undefined ? rows[rows.indexOf(row) + 1] : versionIn(rows, against)

const seenBy = (actor: Actor): Sees => ({ seesCredentials: holds(actor, 'VIEW_AUDIT_LOGS') })

export const versionRoutes: readonly Route[] = [
  onEntity(contract.listVersions, {
    handle: async ({ query }, context, { entity }) => {
      const all = await keptVersions(context.db, entity, context.now)
      const page = pageOf(query)
      const start = page.page * page.pageSize
      const rows = all.slice(start, start + page.pageSize)
      const counted = query.includeChanges ? await countedOf(context, rows, all[start + rows.length]) : []
      const sees = seenBy(context.actor)
      const versions = rows.map((row, at) =>
        presentVersion(row, { isCurrent: row === all[0], counted: counted[at], ...sees }),
      )
      return { versions, ...pageFields(page, all.length) }
    },
  }),

  onEntity(contract.getVersion, {
    handle: async ({ params }, context, { entity }) =>
      new Answer(200, await readText(context, entity, params.version), {
        'content-type': 'application/yaml; charset=utf-8',
      }),
  }),

  onEntity(contract.getVersionDiff, {
    handle: async ({ params, query }, context, { entity }) => {
      const rows = await keptVersions(context.db, entity, context.now)
      const version = versionIn(rows, params.version)
      const against = earlierOf(rows, version, query.against)
      const [later, earlier] = await packedVersions(context.db, against ? [version, against] : [version])
      if (!later) throw damaged([Number(version.version)])
      const compared = await compareSoon(readerFor(context), later, earlier ?? null, query.context ?? 3)
      if (compared.damaged.length > 0) throw damaged(compared.damaged)
      return presentDiff({ version, against }, compared)
    },
  }),

  onEntity(contract.getVersionBlame, {
    handle: async ({ params }, context, { entity }) => {
      const rows = await keptVersions(context.db, entity, context.now)
      const row = versionIn(rows, params.version)
      const until = rows.slice(rows.indexOf(row)).reverse()
      const { damaged: lost, ranges } = await blameSoon(readerFor(context), await packedVersions(context.db, until))
      if (lost.includes(Number(row.version))) throw damaged([Number(row.version)])
      return { version: Number(row.version), ranges: placed(ranges, until, seenBy(context.actor)), damaged: lost }
    },
  }),

  onEntity(contract.restoreVersion, {
    prepare: async ({ params }, context) => {
      const entity = await findEntity(context.db, params.tagOrId)
      const source = await readText(context, entity, params.version)
      if (holdsSecret(source))
        throw badRequest(
          `Version ${params.version} contains a token or an API key, so it can't be restored.`,
          'version',
        )
      const { entity: described, violations } = await describeSoon(readerFor(context), source)
      if (!described) throw refused(violations)
      const checked = await checkDefinition(context, described, source)
      return { id: entity.id, source, described, violations, checked }
    },
    handle: async ({ version }, context, { entity, prepared: { id, source, described, violations, checked } }) => {
      if (entity.id !== id || entity.tag !== described.tag) throw new PrepareAgain()
      await expectSameType(context, described, checked)
      await saveEntity(context, { described, source, version, how: 'RESTORE' })
      return { ok: true, violations: [...violations, ...(await blockWarnings(context.db, described))] }
    },
  }),
]

type Ranges = Awaited<ReturnType<typeof blameSoon>>['ranges']

/** The ranges with the author of each. `rows` are oldest first. */
const placed = (ranges: Ranges, rows: readonly VersionRow[], sees: Sees): contract.BlameRange[] => {
  const byVersion = new Map(rows.map(row => [Number(row.version), row]))
  const [oldest] = rows
  const found: contract.BlameRange[] = []
  let startLine = 1
  for (const { version, lines } of ranges) {
    const row = byVersion.get(version)
    if (row)
      found.push({
        ...writtenOf(row, sees),
        startLine,
        lines,
        ...(row === oldest && !isFirst(row) && { isOlder: true }),
      })
    startLine += lines.length
  }
  return found
}
