/** What happened to an entity, in words of those who report it. */
import * as T from 'typebox'
import { Deleted, deletesInBulk, dryRun } from '../core/bulk-delete.ts'
import { EMPTY, operation } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'
import { Instant, instantParameter, KeptObject, Lines, maybe, SentInstant } from '../core/schemas.ts'

const optional = T.Optional

const tag = 'Custom events'
const ofEntity = '/api/v1/catalog/{tagOrId}/custom-events'
const one = `${ofEntity}/{uuid}` as const
const reading = { permission: 'VIEW_CATALOGS' } as const
const editing = { permission: 'EDIT_ENTITIES' } as const

const type = (description: string) => T.String({ minLength: 1, maxLength: 255, description })

export const NewCustomEvent = T.Object(
  {
    title: T.String({ ...Lines, maxLength: 10_000 }),
    type: type('Of what type it is: any word'),
    timestamp: SentInstant,
    description: maybe(T.String({ maxLength: 10_000 })),
    url: maybe(T.String({ maxLength: 2000, description: 'A page about it' })),
    customData: T.Optional(KeptObject('A JSON object of up to 32 KB')),
  },
  { $id: 'SaveCustomEventRequest' },
)

export const CustomEvent = T.Object(
  {
    uuid: T.String(),
    title: T.String(),
    type: T.String(),
    timestamp: Instant,
    description: optional(T.String()),
    url: optional(T.String()),
    customData: optional(T.Unknown({ description: 'The JSON object, as it was sent' })),
  },
  { $id: 'CustomEventResponse' },
)
export type CustomEvent = T.Static<typeof CustomEvent>

const filters = {
  type: optional(type('Only of this type')),
  startTime: instantParameter('Only from this instant on'),
  endTime: instantParameter('Only until this instant, inclusive'),
  timestamp: instantParameter('The older name of startTime'),
}

export const listCustomEvents = operation({
  id: 'listCustomEventsForEntity',
  method: 'GET',
  path: ofEntity,
  tag,
  summary: 'List the custom events of an entity, newest first',
  description:
    'Events are kept for 400 days after they were reported. Beyond 10,000, the total is only more than the pages so far hold.',
  longRead: true,
  needs: reading,
  query: T.Object({ ...filters, ...paging }),
  answers: { 200: T.Object({ events: T.Array(CustomEvent), ...pageFields }) },
})

export const getCustomEvent = operation({
  id: 'getCustomEventForEntityByUuid',
  method: 'GET',
  path: one,
  tag,
  summary: 'Read a custom event of an entity',
  needs: reading,
  answers: { 200: CustomEvent },
})

export const createCustomEvent = operation({
  id: 'createCustomEventForEntity',
  method: 'POST',
  path: ofEntity,
  tag,
  summary: 'Report a custom event of an entity',
  needs: editing,
  writes: true,
  body: NewCustomEvent,
  answers: { 200: CustomEvent },
})

export const replaceCustomEvent = operation({
  id: 'replaceCustomEventForEntityByUuid',
  method: 'PUT',
  path: one,
  tag,
  summary: 'Replace a custom event of an entity',
  needs: editing,
  writes: true,
  body: NewCustomEvent,
  answers: { 200: CustomEvent },
})

export const deleteCustomEvent = operation({
  id: 'deleteCustomEventForEntityByUuid',
  method: 'DELETE',
  path: one,
  tag,
  summary: 'Delete a custom event of an entity',
  needs: editing,
  writes: true,
  answers: { 204: EMPTY },
})

export const deleteCustomEvents = operation({
  id: 'deleteCustomEventsForEntity',
  method: 'DELETE',
  path: ofEntity,
  tag,
  summary: 'Delete the custom events of an entity, all or those that the filters select',
  needs: editing,
  ...deletesInBulk,
  query: T.Object({ ...filters, dryRun }),
  answers: { 200: Deleted },
})
