export const foundation = [
  `create table users (
    id text primary key, email text not null unique, name text not null, password_hash text, created_at bigint not null,
    deactivated_at bigint, last_sign_in_at bigint, sample bigint not null, version bigint not null)`,
  `create table identities (
    issuer text not null, subject text not null, user_id text not null references users (id) on delete cascade, created_at bigint not null,
    primary key (issuer, subject))`,
  `create index identities_user on identities (user_id)`,
  `create table roles (
    id text primary key, tag text not null unique, name text not null, description text, permissions text not null,
    created_at bigint not null, updated_at bigint not null, version bigint not null)`,
  `create table role_grants (holder_id text not null, role text not null, source text not null, primary key (holder_id, role, source))`,
  `create index role_grants_role on role_grants (role)`,
  `create table sessions (
    hash text primary key, id text not null unique, user_id text not null references users (id) on delete cascade, created_at bigint not null,
    last_seen_at bigint not null, expires_at bigint not null, address text not null, client text not null, method text not null, proved_at bigint not null)`,
  `create index sessions_user on sessions (user_id)`,
  `create table links (
    hash text primary key, id text not null unique, kind text not null, user_id text references users (id) on delete cascade,
    created_at bigint not null, expires_at bigint not null, used_at bigint)`,
  `create index links_user on links (user_id)`,
  `create table credentials (
    cid text primary key, kind text not null, owner_id text references users (id), made_by text references credentials (cid),
    maker_id text references users (id), name text not null, description text, last_day text, time_zone text, expires_at bigint,
    created_at bigint not null, ended_at bigint, ended_by text, ended_by_id text, last_used_at bigint, last_used_address text, last_used_client text,
    version bigint not null)`,
  `create index credentials_owner on credentials (owner_id, created_at)`,
  `create index credentials_kind on credentials (kind, created_at)`,
  `create index credentials_made_by on credentials (made_by)`,
  `create table secrets (
    hash text primary key, cid text not null references credentials (cid) on delete cascade, last4 text not null, created_at bigint not null,
    first_used_at bigint, dies_at bigint)`,
  `create index secrets_cid on secrets (cid)`,
  `create table entities (
    id text primary key, tag text not null unique, type text not null, name text not null, description text, descriptor text not null,
    document text not null, search text not null, git_repository text, archived_at bigint, created_at bigint not null, updated_at bigint not null,
    sample bigint not null, version bigint not null)`,
  `create index entities_type on entities (type, archived_at, tag)`,
  `create index entities_lower_tag on entities (lower(tag))`,
  `create index entities_sample on entities (sample)`,
  `create index entities_git on entities (git_repository)`,
  `create table entity_groups (entity_id text not null references entities (id) on delete cascade, name text not null, primary key (entity_id, name))`,
  `create index entity_groups_name on entity_groups (name)`,
  `create table entity_owners (
    entity_id text not null references entities (id) on delete cascade, position bigint not null, kind text not null, name text not null, provider text,
    primary key (entity_id, position))`,
  `create index entity_owners_name on entity_owners (name)`,
  `create table entity_edges (
    declared_by text not null references entities (id) on delete cascade, parent_tag text not null, child_tag text not null, position bigint not null,
    primary key (declared_by, parent_tag, child_tag))`,
  `create index entity_edges_parent on entity_edges (parent_tag, child_tag, position)`,
  `create index entity_edges_child on entity_edges (child_tag, parent_tag, position)`,
  `create table scorecards (
    id text primary key, tag text not null unique, name text not null, description text, is_draft bigint not null, descriptor text not null,
    document text not null, search text not null, created_at bigint not null, updated_at bigint not null, sample bigint not null, version bigint not null)`,
  `create table audit_logs (
    id text primary key, at bigint not null, action text not null, object_type text not null, object_identifier text not null, outcome text not null,
    reason text, count bigint not null, changes text, actor_type text not null, actor_identifier text, actor_email text, actor_cid text, actor_name text,
    address text, request_id text, refusal_key text unique)`,
  `create index audit_logs_at on audit_logs (at, id)`,
  `create index audit_logs_object on audit_logs (object_identifier, at)`,
  `create index audit_logs_credential on audit_logs (actor_cid, at)`,
  `create index audit_logs_person on audit_logs (actor_email, at)`,
  `create table jobs (
    key text primary key, kind text not null, payload text not null, run_at bigint not null, leased_until bigint, attempts bigint not null)`,
  `create index jobs_run_at on jobs (run_at)`,
  `create table settings (key text primary key, value text not null)`,
]
