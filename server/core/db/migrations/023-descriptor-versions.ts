/**
 * The sources that descriptors had. Each is packed against a base: the whole text of a version of the same entity, which several share.
 * `earlier` is 1 while an earlier version of the entity is kept, so that old ones are found without a look at those that stay.
 */
import type { Step } from '../migrations.ts'

const tables = (bytes: string) => [
  `create table descriptor_bases (
    entity_id text not null references entities (id) on delete cascade,
    version bigint not null, stored bigint not null, text ${bytes} not null,
    primary key (entity_id, version))`,
  `create table descriptor_versions (
    entity_id text not null references entities (id) on delete cascade,
    version bigint not null, at bigint not null, how text not null,
    actor_type text, actor_identifier text, actor_email text, actor_cid text, actor_name text,
    size bigint not null, earlier bigint not null, base bigint not null, stored bigint not null, text ${bytes},
    primary key (entity_id, version))`,
]

export const descriptorVersions: readonly Step[] = [
  { sqlite: tables('blob'), postgres: tables('bytea') },
  'create index descriptor_versions_earlier on descriptor_versions (at, entity_id) where earlier = 1',
]
