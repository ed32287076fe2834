/** Custom data, for previews: for each key the value that wins, and the ones it overrides. */
import { sql } from 'kysely'
import type { Db } from '../../core/db/database.ts'
import { inShort } from '../entities/aspects.ts'
import type { EntityAspect } from '../entities/kept-blocks.ts'
import { RANK, type Row } from './custom-data.ts'

/** Characters of a value that are read. */
const SHOWN = 100

const SOURCES = { YAML: 'the descriptor', API: 'the API', INTEGRATION: 'a webhook' } as const

type Shown = Pick<Row, 'key' | 'source' | 'rank' | 'value'> & { readonly updated_at: number | string }

const sentence = ([winner, ...losers]: readonly Shown[]): string | undefined => {
  if (!winner || winner.rank === RANK.HIDDEN) return undefined
  const forced = winner.rank === RANK.FORCED ? ', until the descriptor is written again' : ''
  const others = losers.map(({ value, source }) => `over ${value} from ${SOURCES[source]}`)
  return inShort([`${winner.value} from ${SOURCES[winner.source]}${forced}`, ...others].join(', '))
}

export const aspectsOf = async (db: Db, { id }: { readonly id: string }): Promise<EntityAspect[]> => {
  const { rows } = await sql<Shown>`select key, source, rank, substr(value, 1, ${sql.lit(SHOWN)}) as value, updated_at
    from custom_data where entity_id = ${id} order by key, rank`.execute(db)
  return Array.from(
    Map.groupBy(rows, ({ key }) => key),
    ([name, all]): EntityAspect => ({
      subject: 'CUSTOM_DATA',
      name,
      value: sentence(all),
      stamp: Number(all[0]?.updated_at ?? 0),
    }),
  )
}
