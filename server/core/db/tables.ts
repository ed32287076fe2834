/**
 * The whole schema. Times are milliseconds UTC (an instant) or ISO dates (a day), booleans 0 or 1, documents JSON text.
 * Ids carry a prefix: us user, ro role, pt personal token, ak API key, ss session, li link, en entity, sc Scorecard, au audit row,
 * no notice, wh webhook, wd webhook delivery.
 */
import type { Generated } from 'kysely'
import type { DefaultRole } from '../../../contract/core/permissions.ts'
import type { NoticeKind } from '../../../contract/outbound/notices.ts'

export type Flag = 0 | 1

export type Users = {
  id: string
  /** Lower case; what people sign in with. */
  email: string
  name: string
  password_hash: string | null
  created_at: number
  deactivated_at: number | null
  last_sign_in_at: number | null
  sample: Flag
  version: number
  /** What the email looks like, where it is not plain ASCII: no other email may read the same. */
  reads_as: string | null
}

/** Raised with each change of a person's roles: writes under way hold the row, so the change waits for them. */
type Authority = { authority: Generated<number> }

/** A person's account at an identity provider: the pair is the identity, an email is not. */
export type Identities = {
  issuer: string
  subject: string
  user_id: string
  created_at: number
  /** As the provider said at the last sign-in; shown to people, never compared. */
  email: string | null
  last_sign_in_at: number | null
  /** It was linked with a recent proof of identity. */
  proved: Generated<Flag>
}

export type Roles = {
  id: string
  tag: string
  name: string
  description: string | null
  /** Permission ids, comma-separated. */
  permissions: string
  created_at: number
  updated_at: number
  version: number
}

export type GrantSource = 'direct' | 'oidc'

/** Who holds which role: the holder is a user or a workspace API key. Each source replaces only its own rows. */
export type RoleGrants = {
  holder_id: string
  /** A default role's id (ADMIN …) or the id of a custom role (ro…). */
  role: DefaultRole | string
  source: GrantSource
}

export type Sessions = {
  /** SHA-256 of the cookie's value. */
  hash: string
  id: string
  user_id: string
  created_at: number
  expires_at: number
  address: string
  client: string
  method: 'PASSWORD' | 'OIDC' | 'LINK'
  /** When the person last proved who they are. */
  proved_at: number
}

export type Links = {
  hash: string
  id: string
  kind: 'SET_UP' | 'INVITATION' | 'RESET'
  user_id: string | null
  created_at: number
  expires_at: number
  used_at: number | null
  /** The person who made it; null from the command line, at a start, and for a forgotten password. */
  created_by: string | null
}

/** What a credential is. How it is proven stands in `secrets`; its history hangs here. */
export type Credentials = {
  cid: string
  kind: 'personal' | 'workspace'
  /** The owner of a personal token; for a key that a person's token made, that person, whom it never exceeds. */
  owner_id: string | null
  /** The credential that made this one; ending it ends this. */
  made_by: string | null
  /** The person who made it in a session, or whose token did. */
  maker_id: string | null
  name: string
  description: string | null
  last_day: string | null
  time_zone: string | null
  expires_at: number | null
  created_at: number
  ended_at: number | null
  /** HOLDER: whoever presented the secret; WORKSPACE: a rule of the workspace, nobody in person. */
  ended_by: Ender | null
  ended_by_id: string | null
  end_reason: EndReason | null
  read_only: Generated<Flag>
  /** Permission ids, comma-separated: all that it may use of what its owner holds; null leaves nothing out. */
  allowed_permissions: string | null
  /** Addresses and CIDR ranges, comma-separated, from which alone it may be used; null is anywhere. */
  address_ranges: string | null
  /** Of a key: the personal token whose limits hold for it too. */
  limited_by: string | null
  /** Its owner lets the token rotate itself. */
  rotates_itself: Generated<Flag>
  /** When its owner was warned that it ends because nobody uses it. */
  idle_warned_at: number | null
  version: number
}

export type Ender = 'OWNER' | 'ADMINISTRATOR' | 'HOLDER' | 'WORKSPACE'
export type EndReason = 'REVOKED' | 'LEAKED' | 'IDLE' | 'POLICY' | 'RESTORE'

export type Secrets = {
  /** SHA-256 of the secret, hex. */
  hash: string
  cid: string
  last4: string
  created_at: number
  first_used_at: number | null
  dies_at: number | null
  /** The newest secret of its credential; the others live until `dies_at`. */
  is_current: Generated<Flag>
  /** The hash of the secret that this one takes over from, in a rotation. */
  replaces: string | null
  /** How long the replaced secret lives after the first use of this one; null leaves it its deadline. */
  grace_ms: number | null
}

export type LastUse = { last_used_at: number; last_used_address: string; last_used_client: string }

/** Last use stands apart from what is used: it is stored often, and waits for nobody who changes or locks those rows. */
export type CredentialUses = LastUse & { cid: string }
/** Of one secret of a credential. */
export type SecretUses = LastUse & { cid: string; last4: string }
/** A session without a row was seen last when it was created. */
export type SessionUses = { hash: string; last_seen_at: number }

/** Calls of a bearer that are alike, by UTC day: kept 90 days, also after it ended. */
export type TokenUses = {
  /** Made of everything that makes two calls alike. */
  id: string
  cid: string
  day: number
  method: string
  /** The pattern of the path, never the path itself. */
  route: string
  status: number
  /** Why it was refused. */
  reason: string | null
  address: string
  client: string
  /** Which of its secrets was presented. */
  last4: string
  count: number
  first_at: number
  last_at: number
}

/** Calls of a bearer by UTC hour, for 90 days; `refused` are part of `calls`. */
export type TokenHours = { cid: string; hour: number; calls: number; refused: number }

/** An address range or a client that a bearer was used from; its first use there is an event. */
export type TokenPlaces = { cid: string; kind: 'RANGE' | 'CLIENT'; place: string; first_at: number }

/** A client that waits for a person to type its code; gone once the token is collected. */
export type DeviceCodes = {
  device_hash: string
  user_hash: string
  client: string
  address: string
  created_at: number
  expires_at: number
  interval_ms: number
  /** When the client asked last. */
  asked_at: number | null
  state: 'WAITING' | 'APPROVED' | 'DENIED'
  user_id: string | null
  name: string | null
  description: string | null
  last_day: string | null
  time_zone: string | null
  token_expires_at: number | null
  /** The session that approved it: the approval ends with that session. */
  session_id: string | null
}

export type Entities = {
  id: string
  tag: string
  type: string
  name: string
  description: string | null
  /** What reads need of the descriptor, as JSON. */
  document: string
  git_repository: string | null
  archived_at: number | null
  created_at: number
  updated_at: number
  sample: Flag
  version: number
}

/** The descriptor of an entity or a Scorecard as written: the truth. Long, and rarely read. */
export type Sources = { id: string; descriptor: string }

/** Lower-case text of an entity or a Scorecard that searches look through; see `search.ts`. */
export type Texts = { id: string; text: string }

export type EntityGroups = { entity_id: string; name: string }

/** Owners as the descriptor names them; they may name teams that do not exist yet. */
export type EntityOwners = {
  entity_id: string
  position: number
  kind: 'EMAIL' | 'GROUP' | 'SLACK'
  /** Lower case, for matching; the words as written are in the document. */
  name: string
  provider: string | null
}

/** A parent-child pair that a descriptor declares, by tags, which may not exist yet. */
export type EntityEdges = { declared_by: string; parent_tag: string; child_tag: string; position: number }

export type Scorecards = {
  id: string
  tag: string
  name: string
  description: string | null
  is_draft: Flag
  document: string
  created_at: number
  updated_at: number
  sample: Flag
  version: number
}

export type AuditLogs = {
  id: string
  at: number
  action: string
  object_type: string
  object_identifier: string
  outcome: 'DONE' | 'FAILED' | 'REFUSED'
  reason: string | null
  count: number
  changes: string | null
  actor_type: string
  actor_identifier: string | null
  actor_email: string | null
  actor_cid: string | null
  actor_name: string | null
  address: string | null
  request_id: string | null
  /** One row per credential, reason, address and hour of refusals; null for everything else. */
  refusal_key: string | null
}

/** Background work, claimed by one update with a lease. */
export type Jobs = {
  key: string
  kind: string
  payload: string
  run_at: number
  leased_until: number | null
  attempts: number
}

export type WarningChannel = 'app' | 'mail' | 'webhook' | 'admin-app' | 'admin-mail'

/** What was told of an expiry: the row is the right to tell it, so that it is told once. */
export type ExpiryWarnings = {
  cid: string
  /** As it was then: another expiry is told anew. */
  expires_at: number
  /** Days before the expiry. */
  threshold: number
  channel: WarningChannel
  given_at: number
}

/** Who wants no mail about what happens to their tokens. */
export type MailPreferences = { user_id: string; token_mail_off: Flag }

/** When something was told last that is told once a day at most. */
export type Told = { key: string; at: number }

export type Notices = {
  id: string
  user_id: string
  kind: NoticeKind
  /** The credential or webhook it speaks of. */
  subject: string
  /** What the sentence is made of, as JSON. */
  facts: string
  /** Of a warning: the expiry it warns of. */
  ends_at: number | null
  created_at: number
  dismissed_at: number | null
}

export type Webhooks = {
  id: string
  url: string
  description: string | null
  /** Names of events, comma-separated. */
  events: string
  /** Encrypted under PORTICO_SECRET_KEY. */
  secret: string
  enabled: Flag
  /** The first failure since the last success. */
  failing_since: number | null
  created_at: number
  created_by: string | null
  version: number
}

/** Of each webhook one delivery is under way at a time. */
export type WebhookLanes = {
  webhook_id: string
  leased_until: number | null
  /** After a failure nothing is sent before. */
  resume_at: number | null
}

export type WebhookDeliveries = {
  id: string
  webhook_id: string
  event: string
  body: string
  created_at: number
  status: 'WAITING' | 'DELIVERED' | 'FAILED'
  attempts: number
  tried_at: number | null
  next_at: number | null
  answer_status: number | null
  error: string | null
}

export type Settings = { key: string; value: string }

export type Tables = {
  users: Users & Authority
  identities: Identities
  roles: Roles
  role_grants: RoleGrants
  sessions: Sessions
  links: Links
  credentials: Credentials
  secrets: Secrets
  credential_uses: CredentialUses
  secret_uses: SecretUses
  session_uses: SessionUses
  token_uses: TokenUses
  token_hours: TokenHours
  token_places: TokenPlaces
  device_codes: DeviceCodes
  entities: Entities
  entity_sources: Sources
  entity_texts: Texts
  entity_groups: EntityGroups
  entity_owners: EntityOwners
  entity_edges: EntityEdges
  scorecards: Scorecards
  scorecard_sources: Sources
  scorecard_texts: Texts
  audit_logs: AuditLogs
  jobs: Jobs
  settings: Settings
  expiry_warnings: ExpiryWarnings
  told: Told
  mail_preferences: MailPreferences
  notices: Notices
  webhooks: Webhooks
  webhook_lanes: WebhookLanes
  webhook_deliveries: WebhookDeliveries
}
