import * as T from 'typebox'
import { operation, textBody } from '../core/operation.ts'
import { Violation } from './entities.ts'

/** Descriptors of one request. */
export const MOST_IMPORTED = 500

const IMPORT_OUTCOMES = ['CREATED', 'UPDATED', 'UNCHANGED', 'FAILED'] as const

export const Imported = T.Object(
  {
    index: T.Integer({ description: 'Position of the descriptor in the body, from 0' }),
    line: T.Integer({ description: 'Line of the body on which the descriptor starts, from 1' }),
    tag: T.Union([T.String(), T.Null()], { description: 'null if the descriptor has no usable tag' }),
    outcome: T.Enum(IMPORT_OUTCOMES, {
      description: 'With dryRun: what would happen. UNCHANGED: the stored descriptor has exactly this text',
    }),
    violations: T.Array(Violation, {
      description: 'Errors of a descriptor that failed, warnings of others. Lines are those of the descriptor, from 1',
    }),
  },
  { $id: 'ImportedEntity' },
)
export type Imported = T.Static<typeof Imported>

export const ImportReport = T.Object(
  {
    created: T.Integer(),
    updated: T.Integer(),
    unchanged: T.Integer(),
    failed: T.Integer(),
    entities: T.Array(Imported, { description: 'One for each descriptor, in the order of the body' }),
  },
  { $id: 'ImportReport' },
)
export type ImportReport = T.Static<typeof ImportReport>

export const importEntities = operation({
  id: 'importEntities',
  method: 'POST',
  path: '/api/v1/catalog/import',
  tag: 'Catalog entities',
  summary: 'Create or replace many entities by their descriptors',
  description: `The body has up to ${MOST_IMPORTED} descriptors and 2 MB: YAML documents separated by lines of ---, or one JSON value per line, which is a descriptor as an object or the text of a descriptor as a string. Each descriptor is handled as in POST /api/v1/open-api. If one isn’t valid, the others are still imported. Descriptors are stored 100 at a time. Stored descriptors stay, even if your access ends before the rest is stored. If several descriptors have the same tag, the first is used and the others fail. Sending the same body again changes nothing.`,
  needs: { permission: 'EDIT_ENTITIES' },
  writes: true,
  query: T.Object({
    dryRun: T.Optional(T.Boolean({ description: 'Report what would happen, and store nothing' })),
  }),
  body: textBody('application/yaml', 'Descriptors as YAML documents, or as one JSON value per line'),
  answers: { 200: ImportReport },
})
