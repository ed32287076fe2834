/** The versions of an entity's descriptor: who saved each, and what it changed. */
import * as T from 'typebox'
import { ErrorResponse } from '../core/errors.ts'
import { operation } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'
import { Instant } from '../core/schemas.ts'
import { Violations } from './entities.ts'

const optional = T.Optional

/** How much is kept for each entity. */
export const MOST_VERSIONS = 200
export const LONGEST_KEPT_DAYS = 400
export const MOST_KEPT_BYTES = 20 * 1024 * 1024
/** Lines around a change that a diff shows. */
const CONTEXT_LINES = 3
const MOST_CONTEXT_LINES = 1000

export const VERSION_HOWS = ['API', 'PAGE', 'IMPORT', 'RESTORE', 'UNKNOWN'] as const
export type VersionHow = (typeof VERSION_HOWS)[number]

const tag = 'Descriptor versions'
const versions = '/api/v1/catalog/{tagOrId}/versions'
const version = `${versions}/{version}` as const
const reading = { permission: 'VIEW_CATALOGS' } as const

const versionNumber = T.Integer({
  description:
    'The version number of the entity when this text was saved. Other changes count too, so numbers can be missing',
})

const written = {
  version: versionNumber,
  timestamp: Instant,
  by: optional(T.String({ description: 'Who saved it: an email, or the name of an API key; absent if unknown' })),
  credential: optional(
    T.String({
      description: 'The name of the personal token or API key that was used; only with the View audit logs permission',
    }),
  ),
}

const LineCounts = T.Object(
  { added: T.Integer(), removed: T.Integer() },
  { $id: 'LineCounts', description: 'How many lines differ from the earlier text' },
)

export const DescriptorVersion = T.Object(
  {
    ...written,
    how: T.Enum(VERSION_HOWS, {
      description: 'PAGE: saved in the web app. UNKNOWN: saved before Portico kept versions',
    }),
    isCurrent: T.Boolean(),
    size: T.Integer({ description: 'Bytes of the text' }),
    changes: optional(LineCounts),
    isDamaged: optional(
      T.Boolean({ description: 'The stored text is damaged and can’t be read; only with includeChanges' }),
    ),
  },
  { $id: 'DescriptorVersion' },
)
export type DescriptorVersion = T.Static<typeof DescriptorVersion>

export const listVersions = operation({
  id: 'listDescriptorVersions',
  method: 'GET',
  path: versions,
  tag,
  summary: 'List the versions of an entity’s descriptor, newest first',
  description: `Up to ${MOST_VERSIONS} versions, ${LONGEST_KEPT_DAYS} days and ${MOST_KEPT_BYTES / 1024 / 1024} MB are kept for each entity. The days start when a version is replaced, and the current version is always kept.`,
  longRead: true,
  needs: reading,
  alsoUses: ['VIEW_AUDIT_LOGS'],
  query: T.Object({
    includeChanges: optional(
      T.Boolean({
        description:
          'Count the lines that each version changed, if the previous version is kept and the comparison doesn’t take too long',
      }),
    ),
    ...paging,
  }),
  answers: { 200: T.Object({ versions: T.Array(DescriptorVersion), ...pageFields }) },
})

export const getVersion = operation({
  id: 'getDescriptorVersion',
  method: 'GET',
  path: version,
  tag,
  summary: 'Read the text of a version',
  longRead: true,
  needs: reading,
  alsoRefuses: [404, 409],
  answers: { 200: { mediaType: 'application/yaml', description: 'The descriptor, byte for byte as it was written' } },
})

export const DIFF_KINDS = ['SAME', 'ADDED', 'REMOVED'] as const
export type DiffKind = (typeof DIFF_KINDS)[number]

const Hunk = T.Object(
  {
    beforeStart: T.Integer({ description: 'The first line in the earlier text, from 1' }),
    afterStart: T.Integer({ description: 'The first line in the later text, from 1' }),
    parts: T.Array(
      T.Object({
        kind: T.Enum(DIFF_KINDS),
        lines: T.Array(T.String(), { description: 'Without line breaks' }),
        noNewline: optional(T.Boolean({ description: 'The last of these lines ends the text without a line break' })),
      }),
    ),
  },
  { $id: 'DiffHunk' },
)
export type Hunk = T.Static<typeof Hunk>

export const VersionDiff = T.Object(
  {
    version: versionNumber,
    against: optional(versionNumber),
    changes: LineCounts,
    lines: T.Integer({ description: 'Lines of the later text' }),
    hunks: T.Array(Hunk),
  },
  { $id: 'VersionDiff' },
)
export type VersionDiff = T.Static<typeof VersionDiff>

export const getVersionDiff = operation({
  id: 'getDescriptorVersionDiff',
  method: 'GET',
  path: `${version}/diff`,
  tag,
  summary: 'Compare a version with another one, line by line',
  description:
    'Compares with the previous version, or with the version in against. All lines of the oldest version count as added. Texts with very many differences are compared in less detail.',
  longRead: true,
  needs: reading,
  alsoRefuses: [404, 409],
  query: T.Object({
    against: optional(T.Integer({ minimum: 1, maximum: 2 ** 53 - 1, description: 'The version to compare with' })),
    context: optional(
      T.Integer({
        minimum: 0,
        maximum: MOST_CONTEXT_LINES,
        default: CONTEXT_LINES,
        description: `Unchanged lines around each change; ${CONTEXT_LINES} by default`,
      }),
    ),
  }),
  answers: { 200: VersionDiff },
})

export const BlameRange = T.Object(
  {
    ...written,
    startLine: T.Integer({ description: 'From 1' }),
    lines: T.Array(T.String(), { description: 'Without line breaks' }),
    isOlder: optional(
      T.Boolean({ description: 'The lines may be older, because this is the oldest version that is kept' }),
    ),
  },
  { $id: 'BlameRange' },
)
export type BlameRange = T.Static<typeof BlameRange>

export const getVersionBlame = operation({
  id: 'getDescriptorVersionBlame',
  method: 'GET',
  path: `${version}/blame`,
  tag,
  summary: 'List the lines of a version, each with the version that it came with',
  description:
    'Uses the versions that are kept. Damaged versions are left out; their lines count for the next version.',
  longRead: true,
  needs: reading,
  alsoUses: ['VIEW_AUDIT_LOGS'],
  alsoRefuses: [404, 409],
  answers: {
    200: T.Object({
      version: versionNumber,
      ranges: T.Array(BlameRange),
      damaged: T.Array(T.Integer(), { description: 'Versions that are left out' }),
    }),
  },
})

export const restoreVersion = operation({
  id: 'restoreDescriptorVersion',
  method: 'POST',
  path: `${version}/restore`,
  tag,
  summary: 'Restore a version of a descriptor',
  description:
    'Saves the text of the version as a new version. The current rules and limits apply, as for any other change.',
  needs: { permission: 'EDIT_ENTITIES' },
  alsoRefuses: [404],
  writes: true,
  versioned: true,
  answers: { 200: Violations, 400: T.Union([Violations, ErrorResponse]) },
})
