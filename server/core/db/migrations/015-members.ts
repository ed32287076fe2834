/**
 * The members of teams by their emails, so that a person's teams are found by an index, and entities in the order of their last change.
 * What is there already gets its rows from the job that renews texts of entities.
 */
import type { Step } from '../migrations.ts'

export const members: readonly Step[] = [
  `create table entity_members (
    entity_id text not null references entities (id) on delete cascade, position bigint not null, email text not null,
    primary key (entity_id, position))`,
  'create index entity_members_email on entity_members (email, entity_id)',
  'create index entities_updated on entities (updated_at desc, tag) where archived_at is null',
]
