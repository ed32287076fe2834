/** What answers about entities carry of their custom data: of each key the value that wins. */
import { sql } from 'kysely'
import type { Quote } from '../../core/db/look-up.ts'
import { entityPart } from '../entities/parts.ts'
import { WINS, WINS_TEXT } from './custom-data.ts'

type Entry = { entity_id: string; key: string; value: string }

/** All of an entity, as JSON. */
const allAsText = (quote: Quote) =>
  `(select '[' || string_agg('{"key":' || ${quote('c.key')} || ',"value":' || c.value || '}', ',' order by c.key) || ']'
    from custom_data c where c.entity_id = entities.id and ${WINS_TEXT})`

entityPart({
  detail: { name: 'metadata' },
  row: { name: 'metadata', isAsked: ({ includeMetadata }) => includeMetadata === true, otherwise: '[]' },
  reads: ['custom_data'],
  along: { textOf: allAsText, none: '[]' },
  read: async ({ db, rows }) => {
    const ids = sql.join(rows.map(({ id }) => id))
    const { rows: entries } = await sql<Entry>`select c.entity_id, c.key, c.value from custom_data c
      where c.entity_id in (${ids}) and ${WINS} order by c.entity_id, c.key`.execute(db)
    const byEntity = Map.groupBy(entries, ({ entity_id }) => entity_id)
    return ({ id }) => {
      const own = byEntity.get(id) ?? []
      return `[${own.map(({ key, value }) => `{"key":${JSON.stringify(key)},"value":${value}}`).join()}]`
    }
  },
})
