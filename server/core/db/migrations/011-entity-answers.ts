/**
 * What an entity's own descriptor says, as the text of answers: see `own.ts`. And how often the catalog has changed, for entity tags:
 * triggers count, so that no writer can forget to; on PostgreSQL in several rows, so that writers do not wait for each other.
 */
import { countedTable } from '../counted-table.ts'

const SHARDS = 32

export const entityAnswers = [
  `create table entity_own (
    id text primary key references entities (id) on delete cascade,
    format bigint not null,
    checksum bigint not null,
    text text not null
  )`,
  `create table catalog_changes (shard bigint primary key, changes bigint not null)`,
  {
    sqlite: [`insert into catalog_changes values (0, 1)`],
    postgres: [
      `insert into catalog_changes select shard, 1 from generate_series(0, ${SHARDS - 1}) as shard`,
      `create function count_catalog_change() returns trigger language plpgsql as
        'begin update catalog_changes set changes = changes + 1 where shard = pg_backend_pid() % ${SHARDS}; return null; end'`,
    ],
  },
  countedTable('entities'),
]
