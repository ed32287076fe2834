/**
 * Data about entities, of each key one value from each source: `rank` says which wins. What descriptors say was only kept for answers
 * until now; the renewal of entities reads the descriptors again, for descriptions and exact digits.
 */
import { countedTable } from '../counted-table.ts'

/** Documents that cannot be read are left out. */
const COPIED = {
  sqlite: [
    `insert into custom_data (entity_id, key, source, rank, number, value, updated_at)
      select e.id, m.value ->> '$.key', 'YAML', 1, abs(random()) % 140737488355328, m.value -> '$.value', e.updated_at
        from entities e, json_each(case when json_valid(e.document) then e.document else '{}' end, '$.metadata') m
        where m.value -> '$.value' is not null
        on conflict do nothing`,
  ],
  postgres: [
    `do '
      declare e record;
      begin
        for e in select id, document, updated_at from entities where document not like ''%"metadata":[]%'' loop
          begin
            insert into custom_data (entity_id, key, source, rank, number, value, updated_at)
              select e.id, m ->> ''key'', ''YAML'', 1, floor(random() * 140737488355328)::bigint, (m -> ''value'')::text, e.updated_at
                from json_array_elements(e.document::json -> ''metadata'') m
                where m -> ''value'' is not null
                on conflict do nothing;
          exception when others then null;
          end;
        end loop;
      end'`,
  ],
}

export const customData = [
  {
    sqlite: [tableWith('text')],
    postgres: [tableWith('text collate "C"')],
  },
  COPIED,
  countedTable('custom_data'),
  `create table data_webhooks (
    cid text primary key references credentials (cid) on delete cascade,
    entity_type text not null,
    keys text not null,
    mapping text not null,
    paused_at bigint)`,
]

function tableWith(keyType: string) {
  return `create table custom_data (
    entity_id text not null references entities (id) on delete cascade,
    key ${keyType} not null,
    source text not null,
    rank bigint not null,
    number bigint not null,
    value text not null,
    description text,
    updated_at bigint not null,
    primary key (entity_id, key, source))`
}
