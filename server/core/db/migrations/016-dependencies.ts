/** Which entities call which: what a descriptor declares, and what came through the API. */
export const dependencies = [
  `create table dependencies (
    caller_id text not null references entities (id) on delete cascade,
    callee text not null,
    method text not null,
    path text not null,
    source text not null,
    callee_tag text not null,
    description text,
    metadata text,
    primary key (caller_id, callee, method, path, source))`,
  'create index dependencies_callee on dependencies (callee, caller_id)',
]
