import * as contract from '../../../contract/catalog/events.ts'
import { onBulkDelete } from '../../core/http/bulk-delete.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { JsonText } from '../../core/http/send.ts'
import { onEntity } from '../entities/on-entity.ts'
import { newUuid } from '../reported/reported.ts'
import {
  contentOf,
  eventOf,
  eventText,
  findEvent,
  insertEvent,
  type Row,
  removeEvent,
  replaceEvent,
  selected,
} from './events.ts'
import { eventsAsText } from './list.ts'

const answerOf = (row: Row) => new JsonText(eventText(row))

export const eventRoutes: readonly Route[] = [
  on(contract.listCustomEvents, {
    handle: async ({ params, query }, { aside }) => new JsonText(await aside(eventsAsText, params.tagOrId, query)),
  }),

  onEntity(contract.getCustomEvent, {
    handle: async ({ params }, { db }, { entity }) => answerOf(await findEvent(db, entity, params.uuid)),
  }),

  onEntity(contract.createCustomEvent, {
    handle: async ({ body }, { db, now, created }, { entity }) => {
      const row = { ...contentOf(body), uuid: newUuid(), entity_id: entity.id, reported_at: now }
      await insertEvent(db, row)
      await created(eventOf(entity), row)
      return answerOf(row)
    },
  }),

  onEntity(contract.replaceCustomEvent, {
    handle: async ({ params, body }, { db, changed }, { entity }) => {
      const before = await findEvent(db, entity, params.uuid)
      const after = { ...before, ...contentOf(body) }
      await replaceEvent(db, after)
      await changed(eventOf(entity), before, after)
      return answerOf(after)
    },
  }),

  onEntity(contract.deleteCustomEvent, {
    handle: async ({ params }, { db, removed }, { entity }) => {
      const row = await findEvent(db, entity, params.uuid)
      await removeEvent(db, row)
      await removed(eventOf(entity), row)
      return undefined
    },
  }),

  onBulkDelete(contract.deleteCustomEvents, {
    select: async ({ params, query }, { services }) => {
      const entity = await services.entities.readEntity(params.tagOrId)
      const { dryRun: _, ...filters } = query
      const changes = Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, { before: value }]))
      return {
        table: 'custom_events',
        key: 'uuid',
        where: selected(entity, filters),
        entry: {
          objectType: 'CUSTOM_EVENT',
          objectIdentifier: entity.tag,
          changes: { entity: { before: entity.tag }, ...changes },
        },
      }
    },
  }),
]
