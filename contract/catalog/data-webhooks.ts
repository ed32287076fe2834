/** Webhooks that other systems call, without any other credential, to set custom data. The UUID in the address is the secret. */
import * as T from 'typebox'
import { EMPTY, operation } from '../core/operation.ts'
import { Ability, abilitiesFlag, ChangedName, Description, Instant, KeptJson, LastUse, Name } from '../core/schemas.ts'

const optional = T.Optional

export const WEBHOOK_STATES = ['ACTIVE', 'PAUSED', 'EXPIRED', 'REVOKED', 'OWNER_CANNOT_EDIT'] as const
/** Characters of a payload, and its levels. */
export const LONGEST_PAYLOAD = 256 * 1024
export const DEEPEST_PAYLOAD = 64
const LONGEST_MAPPING = 4000
const LONGEST_SAMPLE = 64 * 1024

const tag = 'Data webhooks'
const path = '/api/v1/data-webhooks'
const one = `${path}/{cid}` as const
const editing = { permission: 'EDIT_ENTITIES', credential: 'session' } as const
const proven = { ...editing, proof: true } as const

const EntityType = T.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[^\\u0000-\\u001f]*$',
  description: 'The type of the entities whose data it sets',
})
const Keys = T.Array(T.String({ minLength: 1, maxLength: 255, format: 'visible' }), {
  minItems: 1,
  maxItems: 20,
  description: 'The only keys that it may set',
})
const Mapping = T.String({
  minLength: 1,
  maxLength: LONGEST_MAPPING,
  pattern: '^[^\\u0000]*$',
  description: 'A jq program that makes {tag, data: {key: value}} of a payload, or several of them',
})
const Sample = T.String({ maxLength: LONGEST_SAMPLE, description: 'A payload, as JSON text; it is not stored' })
const AddressRanges = T.Union(
  [T.Array(T.String({ minLength: 2, maxLength: 64 }), { minItems: 1, maxItems: 100 }), T.Null()],
  {
    description: 'The only addresses and CIDR ranges it may be called from; null means anywhere',
  },
)

export const DataWebhook = T.Object(
  {
    cid: T.String(),
    name: T.String(),
    description: optional(T.String()),
    entityType: T.String(),
    keys: T.Array(T.String()),
    mapping: T.String(),
    addressRanges: T.Union([T.Array(T.String()), T.Null()]),
    state: T.Enum(WEBHOOK_STATES, {
      description: 'OWNER_CANNOT_EDIT: it does nothing until an administrator takes it over',
    }),
    last4: T.String(),
    createdDate: Instant,
    expirationDate: optional(Instant),
    endedDate: optional(Instant),
    lastUsed: optional(LastUse),
    owner: optional(T.Object({ name: T.String(), email: T.String() })),
    version: T.Integer(),
    abilities: optional(T.Object({ change: Ability, takeOver: Ability })),
  },
  { $id: 'DataWebhook' },
)
export type DataWebhook = T.Static<typeof DataWebhook>

export const Mapped = T.Object(
  { tag: T.String(), data: T.Record(T.String(), T.Unknown()), isThere: T.Boolean() },
  { $id: 'MappedData', description: 'isThere: an entity of the type has this tag' },
)
export type Mapped = T.Static<typeof Mapped>

export const receiveData = operation({
  id: 'addCustomDataViaWebhook',
  method: 'POST',
  path: '/api/v1/custom-integrations/data/{uuid}',
  tag: 'Custom data',
  summary: 'Set custom data through a webhook',
  description:
    'The UUID is the secret. The mapping of the webhook makes the data of the payload. An unknown UUID and one that ended are refused in the same way.',
  needs: 'public',
  ignoresCookies: true,
  writes: true,
  body: KeptJson('The payload'),
  deepest: DEEPEST_PAYLOAD,
  answers: { 202: EMPTY },
})

export const listDataWebhooks = operation({
  id: 'listDataWebhooks',
  method: 'GET',
  path,
  tag,
  summary: 'List the webhooks that set custom data, newest first',
  needs: editing,
  query: T.Object(abilitiesFlag),
  answers: { 200: T.Object({ webhooks: T.Array(DataWebhook) }) },
})

export const tryMapping = operation({
  id: 'tryDataWebhookMapping',
  method: 'POST',
  path: `${path}/try`,
  tag,
  summary: 'Show what a mapping makes of a payload',
  needs: editing,
  body: T.Object({ entityType: EntityType, keys: Keys, mapping: Mapping, sample: Sample }),
  answers: { 200: T.Object({ mapped: T.Array(Mapped) }) },
})

export const createDataWebhook = operation({
  id: 'createDataWebhook',
  method: 'POST',
  path,
  tag,
  summary: 'Create a webhook that sets custom data',
  description: 'The mapping is tried on the sample first. The response is the only one that has the URL.',
  needs: proven,
  writes: true,
  body: T.Object({
    name: Name,
    description: optional(T.Union([Description, T.Null()])),
    entityType: EntityType,
    keys: Keys,
    mapping: Mapping,
    sample: Sample,
    addressRanges: optional(AddressRanges),
    expirationDate: optional(
      T.Union([T.String({ maxLength: 64 }), T.Null()], { description: 'An instant, or a day with timeZone' }),
    ),
    timeZone: optional(T.Union([T.String({ maxLength: 64 }), T.Null()])),
  }),
  answers: { 201: T.Object({ webhook: DataWebhook, url: T.String() }) },
})

export const updateDataWebhook = operation({
  id: 'updateDataWebhook',
  method: 'PUT',
  path: one,
  tag,
  summary: 'Update or pause a webhook that sets custom data',
  description: 'A new mapping, or other keys, need a sample to be tried on.',
  needs: proven,
  writes: true,
  versioned: true,
  body: T.Object({
    name: optional(ChangedName),
    description: optional(T.Union([Description, T.Null()])),
    keys: optional(Keys),
    mapping: optional(Mapping),
    sample: optional(Sample),
    addressRanges: optional(AddressRanges),
    paused: optional(T.Boolean()),
  }),
  answers: { 200: DataWebhook },
})

export const takeOverDataWebhook = operation({
  id: 'takeOverDataWebhook',
  method: 'POST',
  path: `${one}/take-over`,
  tag,
  summary: 'Become the owner of a webhook, such as of a person who left',
  description: 'For administrators, who also need the Edit entities permission.',
  needs: { permission: 'EDIT_API_KEYS', credential: 'session', proof: true },
  writes: true,
  versioned: true,
  alsoUses: ['EDIT_ENTITIES'],
  answers: { 200: DataWebhook },
})

export const revokeDataWebhook = operation({
  id: 'revokeDataWebhook',
  method: 'DELETE',
  path: one,
  tag,
  summary: 'Revoke a webhook that sets custom data',
  needs: proven,
  writes: true,
  versioned: true,
  query: T.Object({ leaked: optional(T.Boolean({ description: 'Its URL leaked; the audit log says so' })) }),
  answers: { 200: EMPTY },
})
