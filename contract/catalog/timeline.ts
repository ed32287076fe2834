/** What happened to an entity: what was deployed, what was reported, and who edited it. */
import * as T from 'typebox'
import { operation } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'
import { Instant } from '../core/schemas.ts'

const optional = T.Optional

export const ACTIVITY_KINDS = ['DEPLOY', 'EVENT', 'EDIT'] as const
export type ActivityKind = (typeof ACTIVITY_KINDS)[number]

/** How far a timeline goes back, in entries. */
export const MOST_ACTIVITY = 10_000

export const ActivityEntry = T.Object(
  {
    kind: T.Enum(ACTIVITY_KINDS),
    id: T.String({ description: 'The uuid of a deploy or event, or the identifier of an entry of the audit log' }),
    timestamp: Instant,
    type: T.String({ description: 'The type of a deploy or event, or the action of an edit' }),
    title: optional(T.String({ description: 'Of a deploy or event' })),
    description: optional(T.String({ description: 'Of an event' })),
    url: optional(T.String()),
    environment: optional(T.String()),
    sha: optional(T.String()),
    by: optional(T.String({ description: 'Who deployed or edited it' })),
    fields: optional(T.Array(T.String(), { description: 'What an edit changed' })),
    version: optional(T.Integer({ description: 'The descriptor version that an edit saved, as long as it is kept' })),
  },
  { $id: 'ActivityEntry' },
)
export type ActivityEntry = T.Static<typeof ActivityEntry>

export const listActivity = operation({
  id: 'listEntityActivity',
  method: 'GET',
  path: '/api/v1/catalog/{tagOrId}/activity',
  tag: 'Catalog entities',
  summary: 'List the deploys, events and edits of an entity on one timeline, newest first',
  description: `Up to ${MOST_ACTIVITY.toLocaleString('en-US')} entries. Edits come from the audit log, and need its permission.`,
  longRead: true,
  needs: { permission: 'VIEW_CATALOGS' },
  alsoUses: ['VIEW_AUDIT_LOGS'],
  query: T.Object({
    kinds: optional(
      T.Array(T.Enum(ACTIVITY_KINDS), { maxItems: 10, description: 'Only these; all of them by default' }),
    ),
    ...paging,
  }),
  answers: {
    200: T.Object({
      activity: T.Array(ActivityEntry),
      seesEdits: T.Boolean({ description: 'Whether you may see edits' }),
      ...pageFields,
    }),
  },
})
