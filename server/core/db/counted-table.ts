/** For migrations: the triggers that count a table's changes in `catalog_changes`, so that answers about entities are made again. */
import type { Step } from './migrations.ts'

/** For each table that a part of an entity reads. Without it, entity tags and remembered lists outlive their answers. */
export const countedTable = (table: string): Step => ({
  sqlite: ['insert', 'update', 'delete'].map(
    what => `create trigger ${table}_counted_${what} after ${what} on ${table}
          begin update catalog_changes set changes = changes + 1 where shard = 0; end`,
  ),
  postgres: [
    `create trigger ${table}_counted after insert or update or delete on ${table}
        for each statement execute function count_catalog_change()`,
  ],
})
