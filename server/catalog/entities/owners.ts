/** `x-cortex-owners`: people, groups and Slack channels, in the order in which the descriptor names them. */
import { INHERITANCES, MOST_OWNERS, OWNER_TYPES } from '../../../contract/catalog/descriptor-schema.ts'
import type { Fields } from '../descriptors/fields.ts'
import type { OwnerName, Ownership } from './document.ts'

export type Owners = { ownership: Ownership; names: OwnerName[] }

export const readOwners = (info: Fields): Owners => {
  const owners: Owners = { ownership: { emails: [], groups: [], slackChannels: [] }, names: [] }
  for (const owner of info.maps('x-cortex-owners', { most: MOST_OWNERS })) readOwner(owner, owners)
  return owners
}

const readOwner = (owner: Fields, owners: Owners) => {
  const kind = owner.choice('type', OWNER_TYPES, { required: true })
  if (kind === 'EMAIL') readEmail(owner, owners)
  if (kind === 'GROUP') readGroup(owner, owners)
  if (kind === 'SLACK') readChannel(owner, owners)
}

const common = (owner: Fields) => ({
  ...given('description', owner.text('description', { max: 1000, multiline: true })),
  ...given('inheritance', owner.choice('inheritance', INHERITANCES)),
})

const readEmail = (owner: Fields, { ownership, names }: Owners) => {
  const email = owner.text('email', { required: true, max: 254 })
  if (email === undefined) return
  ownership.emails.push({ email, ...common(owner) })
  names.push({ kind: 'EMAIL', name: email, provider: undefined })
}

/** A group without a provider is accepted: clients leave it out, and it then means a team of the catalog. */
const readGroup = (owner: Fields, { ownership, names }: Owners) => {
  const groupName = owner.text('name', { required: true })
  const provider = owner.text('provider', { max: 100 })?.toUpperCase()
  if (groupName === undefined) return
  ownership.groups.push({ groupName, ...given('provider', provider), ...common(owner) })
  names.push({ kind: 'GROUP', name: groupName, provider })
}

const readChannel = (owner: Fields, { ownership, names }: Owners) => {
  const channel = owner.text('channel', { required: true })?.replace(/^#/, '')
  const notificationsEnabled = owner.flag('notificationsEnabled')
  if (channel === undefined) return
  ownership.slackChannels.push({ channel, ...given('notificationsEnabled', notificationsEnabled), ...common(owner) })
  names.push({ kind: 'SLACK', name: channel, provider: undefined })
}

/** A property that is only there when it has a value: answers carry no added nulls. */
export const given = <const Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } => {
  const property: { [K in Key]?: Value } = {}
  if (value !== undefined) property[key] = value
  return property
}
