/**
 * The keys of an entity descriptor that are read. Completion and hover in the editor, and the table in `docs/catalog.md`, come from
 * this list. `server/catalog/entities/descriptor-schema.test.ts` compares it with what the server reads.
 */

import { MOST_GROUPS } from './groups.ts'

/** Where more values of a key come from, in addition to the listed ones. */
export type ValuesFrom = 'types' | 'entities' | 'teams' | 'domains' | 'groups' | 'emails' | 'relationshipTypes'

export type DescriptorKey = {
  /** A description: Markdown, but only `code`. */
  readonly about: string
  readonly kind: 'text' | 'flag' | 'map' | 'list' | 'any'
  readonly required?: true
  /** Characters of a text, 255 unless it says otherwise; items of a list, 1,000 unless it says otherwise. */
  readonly max?: number
  /** The only values, whatever their letter case. */
  readonly values?: readonly string[]
  /** Common values. */
  readonly suggested?: readonly string[]
  readonly from?: ValuesFrom
  /** Of a map, or of each map in a list. */
  readonly keys?: DescriptorKeys
  /** Each item of a list of texts, or the value of any other key of a map. */
  readonly item?: DescriptorKey
  /** A section of `docs/catalog.md`, or another page. */
  readonly see?: readonly [title: string, address: string]
  /** An older name of the key before it. It has no row in the documentation. */
  readonly isOlder?: true
}

export type DescriptorKeys = { readonly [key: string]: DescriptorKey }

export const OWNER_TYPES = ['EMAIL', 'GROUP', 'SLACK'] as const
export const INHERITANCES = ['APPEND', 'FALLBACK', 'NONE'] as const
export const LINK_TYPES = [
  'documentation',
  'runbook',
  'dashboard',
  'logs',
  'metrics',
  'healthcheck',
  'OPENAPI',
  'ASYNC_API',
] as const
export const MOST_OWNERS = 500
/** Relatives, dependencies, and ends of relationships. */
export const MOST_EDGES = 10_000

const described: DescriptorKey = { about: 'Free text', kind: 'text', max: 1000 }
const notified: DescriptorKey = { about: 'Whether the channel is notified', kind: 'flag' }

const tagOf = (about: string, from: ValuesFrom): DescriptorKeys => ({
  tag: { about, kind: 'text', required: true, from },
})

const OWNER: DescriptorKeys = {
  type: {
    about: '`GROUP` for a team or a group of an identity provider, `EMAIL` for a person, `SLACK` for a channel',
    kind: 'text',
    required: true,
    values: OWNER_TYPES,
  },
  name: {
    about: 'Of a `GROUP`: the tag of a team, or the name of a group',
    kind: 'text',
    required: true,
    from: 'teams',
  },
  email: { about: 'Of an `EMAIL`: the address of the person', kind: 'text', required: true, max: 254, from: 'emails' },
  channel: { about: 'Of a `SLACK` channel: its name', kind: 'text', required: true },
  provider: {
    about: 'Of a `GROUP`: where it comes from. `CORTEX` is a team of the catalog',
    kind: 'text',
    max: 100,
    suggested: ['CORTEX', 'GITHUB', 'OKTA', 'ACTIVE_DIRECTORY', 'AZURE_DEVOPS', 'GOOGLE'],
  },
  inheritance: {
    about: 'Whether children have this owner too: `APPEND` to their own, `FALLBACK` where they have none, or `NONE`',
    kind: 'text',
    values: INHERITANCES,
  },
  notificationsEnabled: { about: 'Of a `SLACK` channel: whether it is notified', kind: 'flag' },
  description: described,
}

const LINK: DescriptorKeys = {
  name: { about: 'What the link is called', kind: 'text', required: true, max: 500 },
  type: {
    about: 'What it leads to: a word of your own, or a common one',
    kind: 'text',
    required: true,
    suggested: LINK_TYPES,
  },
  url: { about: 'An address with http, https or mailto, or a relative one', kind: 'text', required: true, max: 8000 },
  description: { ...described, max: 2000 },
}

const repositoryOf = (host: string, more: DescriptorKeys = {}): DescriptorKey => ({
  about: `A repository at ${host}`,
  kind: 'map',
  keys: {
    repository: { about: '`owner/name`; addresses and `git@…` are read too', kind: 'text', required: true, max: 500 },
    basepath: { about: 'The folder of the entity in its repository', kind: 'text', max: 1000 },
    basePath: { about: 'Another spelling of `basepath`', kind: 'text', max: 1000, isOlder: true },
    alias: { about: 'The name of a connection', kind: 'text' },
    ...more,
  },
})

/** The repositories that `x-cortex-git` can name. */
export const GIT: DescriptorKeys = {
  github: repositoryOf('github.com'),
  gitlab: repositoryOf('gitlab.com'),
  bitbucket: repositoryOf('bitbucket.org'),
  azure: repositoryOf('dev.azure.com', {
    project: { about: 'The project of the repository', kind: 'text', required: true },
  }),
}

const MEMBER: DescriptorKeys = {
  name: { about: 'The name of the person', kind: 'text', required: true },
  email: { about: 'Their address, by which they are recognized', kind: 'text', max: 254, from: 'emails' },
  description: described,
  roles: { about: 'Their roles in the team: names, or maps with `name` and `tag`', kind: 'any' },
  notificationsEnabled: { about: 'Whether they are notified', kind: 'flag' },
}

const TEAM: DescriptorKeys = {
  members: { about: 'The people of the team', kind: 'list', keys: MEMBER },
  groups: {
    about: 'Groups of an identity provider that the team stands for',
    kind: 'list',
    max: 100,
    keys: {
      name: { about: 'The name of the group', kind: 'text', required: true },
      provider: { about: 'Where the group comes from, such as `OKTA`', kind: 'text', max: 100 },
    },
  },
  summary: { about: 'What the team does, in a sentence', kind: 'text', max: 1000 },
}

const DEPENDENCY: DescriptorKeys = {
  ...tagOf('The entity that is called', 'entities'),
  method: {
    about: 'With `path`: the endpoint that is called',
    kind: 'text',
    max: 20,
    suggested: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  },
  path: { about: 'With `method`: the endpoint that is called', kind: 'text', max: 2000 },
  description: { ...described, max: 10_000 },
  metadata: { about: 'Any data of your own', kind: 'any' },
}

const END = (about: string): DescriptorKey => ({
  about,
  kind: 'list',
  max: MOST_EDGES,
  keys: tagOf('The entity at the other end', 'entities'),
})

const RELATIONSHIP: DescriptorKeys = {
  type: { about: 'The tag of a relationship type', kind: 'text', required: true, from: 'relationshipTypes' },
  destinations: END('The entities that this one leads to'),
  sources: END('The entities that lead to this one'),
}

const relatives = (about: string, from: ValuesFrom, more: Partial<DescriptorKey> = {}): DescriptorKey => ({
  about,
  kind: 'list',
  max: MOST_EDGES,
  keys: tagOf('The tag of the entity', from),
  see: ['Hierarchy', '#hierarchy'],
  ...more,
})

/** The keys of `info`. */
export const INFO_KEYS: DescriptorKeys = {
  title: { about: 'The name', kind: 'text', required: true },
  description: { about: 'What the entity is and does; up to 10,000 characters', kind: 'text', max: 10_000 },
  'x-cortex-tag': {
    about: 'The identifier, unique in the catalog',
    kind: 'text',
    required: true,
    see: ['Tags', '#tags'],
  },
  'x-cortex-type': {
    about:
      '`service` unless another is named; a team is a `team`, a domain a `domain`, in any letter case. Types of your own need `x-cortex-definition`',
    kind: 'text',
    max: 100,
    from: 'types',
    see: ['Entity types', 'entity-types.md'],
  },
  'x-cortex-definition': {
    about:
      'A map of your own; required for every type but `service`, `domain`, `team` and those that begin with `AWS::`, `AZURE::` or `GCP::`. The type says what must be in it',
    kind: 'map',
    see: ['Entity types', 'entity-types.md'],
  },
  'x-cortex-owners': {
    about: 'Who owns it: a list, in the order that counts',
    kind: 'list',
    max: MOST_OWNERS,
    keys: OWNER,
    see: ['Owners', '#owners'],
  },
  'x-cortex-groups': {
    about:
      'Labels to filter by, up to 500; the older `x-cortex-service-groups` is read too, as a list or as text with commas. `PUT /api/v1/catalog/{tagOrId}/groups` adds groups that the descriptor does not show; they stay when it is written again',
    kind: 'list',
    max: MOST_GROUPS,
    item: { about: 'The name of a group', kind: 'text', from: 'groups' },
  },
  'x-cortex-service-groups': {
    about: 'The older name of `x-cortex-groups`: a list, or text with commas',
    kind: 'any',
    isOlder: true,
  },
  'x-cortex-link': {
    about:
      'Links, shown on the page of the entity. One that is not http, https, mailto or relative gets a warning and is left out',
    kind: 'list',
    keys: LINK,
  },
  'x-cortex-parents': relatives('What it is part of; the older `x-cortex-domain-parents` is read too', 'domains'),
  'x-cortex-domain-parents': relatives('The older name of `x-cortex-parents`', 'domains', { isOlder: true }),
  'x-cortex-children': relatives('The entities that are part of it', 'entities'),
  'x-cortex-dependency': {
    about: 'What it depends on; `method` and `path` are used together',
    kind: 'list',
    max: MOST_EDGES,
    keys: DEPENDENCY,
    see: ['Dependencies', '#dependencies'],
  },
  'x-cortex-relationships': {
    about: 'Relationships of a type with other entities, each by its `tag`; up to 10,000 tags',
    kind: 'list',
    keys: RELATIONSHIP,
    see: ['Relationships', '#relationships'],
  },
  'x-cortex-custom-metadata': {
    about: 'Data of your own: `key: value`, or `key:` with `value` and `description`; up to 10,000 keys',
    kind: 'map',
    item: {
      about: 'A key of your own, with any value',
      kind: 'any',
      keys: {
        value: { about: 'The value, beside a description', kind: 'any' },
        description: { ...described, max: 10_000 },
      },
    },
    see: ['Custom data', '#custom-data'],
  },
  'x-cortex-git': {
    about:
      'The repository, with `repository` (`owner/name`; addresses and `git@…` are read too), `basepath` and `alias`; `azure` with `project`',
    kind: 'map',
    keys: GIT,
  },
  'x-cortex-slack': {
    about: 'Slack channels, each with `name`, `notificationsEnabled`, `description`',
    kind: 'map',
    keys: {
      channels: {
        about: 'The channels',
        kind: 'list',
        keys: {
          name: { about: 'The name of the channel', kind: 'text', required: true },
          notificationsEnabled: notified,
          description: described,
        },
      },
    },
  },
  'x-cortex-team': {
    about: 'Of a team: its people, groups of an identity provider, and what it does',
    kind: 'map',
    keys: TEAM,
    see: ['Teams', 'teams.md'],
  },
  'x-cortex-custom-data': {
    about: 'Stored but not read: use `x-cortex-custom-metadata`',
    kind: 'any',
    isOlder: true,
  },
}

/** The top-level keys. The rest of an OpenAPI document can follow. */
export const DESCRIPTOR_KEYS: DescriptorKeys = {
  openapi: {
    about: 'A version of 3, such as `3.0.1`',
    kind: 'text',
    required: true,
    max: 20,
    suggested: ['3.0.1'],
  },
  info: { about: 'What the entity is', kind: 'map', required: true, keys: INFO_KEYS },
}
