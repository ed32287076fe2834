/** Entities as the API returns them, and the violations of a descriptor. */
import * as T from 'typebox'
import { Ability, Instant } from '../core/schemas.ts'

const optional = T.Optional
const text = () => T.String()

/** A violation in a descriptor and its position. Lines count from 1. */
export const Violation = T.Object(
  {
    title: text(),
    description: text(),
    violationType: T.Enum(['MUST', 'SHOULD', 'MAY', 'HINT']),
    ruleLink: optional(text()),
    paths: T.Array(text()),
    pointer: text(),
    startLine: optional(T.Integer()),
    endLine: optional(T.Integer()),
  },
  { $id: 'Violation' },
)
export type Violation = T.Static<typeof Violation>

export const Violations = T.Object({ ok: T.Boolean(), violations: T.Array(Violation) }, { $id: 'OpenApiResponse' })

const Link = T.Object({ name: text(), type: text(), url: text(), description: optional(text()) }, { $id: 'Link' })
const Metadata = T.Object({ key: text(), value: T.Unknown() }, { $id: 'Metadata' })
const SlackChannel = T.Object(
  { name: text(), notificationsEnabled: T.Boolean(), description: optional(text()) },
  { $id: 'SlackChannel' },
)
const Git = T.Object(
  { provider: text(), repository: text(), repositoryUrl: text(), basepath: optional(text()), alias: optional(text()) },
  { $id: 'GitDetails' },
)
const Inheritance = optional(T.Enum(['APPEND', 'FALLBACK', 'NONE']))

const Ownership = T.Object(
  {
    emails: T.Array(T.Object({ email: text(), description: optional(text()), inheritance: Inheritance })),
    groups: T.Array(
      T.Object({
        groupName: text(),
        provider: optional(text()),
        description: optional(text()),
        inheritance: Inheritance,
      }),
    ),
    slackChannels: T.Array(
      T.Object({
        channel: text(),
        description: optional(text()),
        notificationsEnabled: optional(T.Boolean()),
        inheritance: Inheritance,
      }),
    ),
  },
  { $id: 'Ownership' },
)

export const OwnersDetails = T.Object(
  {
    teams: T.Array(
      T.Object({
        id: text(),
        tag: text(),
        name: text(),
        description: optional(text()),
        isArchived: T.Boolean(),
        inheritance: Inheritance,
        provider: optional(text()),
      }),
    ),
    individuals: T.Array(T.Object({ email: text(), description: optional(text()) })),
  },
  { $id: 'OwnersDetails' },
)
export type OwnersDetails = T.Static<typeof OwnersDetails>

export type ParentNode = {
  id: string
  tag: string
  name: string
  type: string
  description?: string
  groups?: string[]
  parents: ParentNode[]
}
export type ChildNode = {
  id: string
  tag: string
  name: string
  type: string
  description?: string
  groups?: string[]
  children: ChildNode[]
}

const node = {
  id: text(),
  tag: text(),
  name: text(),
  type: text(),
  description: optional(text()),
  definition: optional(T.Unknown()),
  groups: optional(T.Array(text())),
}
const ParentNode = T.Unsafe<ParentNode>(
  T.Cyclic(
    { HierarchyParentNode: T.Object({ ...node, parents: T.Array(T.Ref('HierarchyParentNode')) }) },
    'HierarchyParentNode',
  ),
)
const ChildNode = T.Unsafe<ChildNode>(
  T.Cyclic(
    { HierarchyChildNode: T.Object({ ...node, children: T.Array(T.Ref('HierarchyChildNode')) }) },
    'HierarchyChildNode',
  ),
)
export const Hierarchy = T.Object(
  { parents: T.Array(ParentNode), children: T.Array(ChildNode) },
  { $id: 'EntityHierarchyDetails' },
)

const violatesSchema = optional(
  T.Boolean({
    description:
      'Its definition does not satisfy the schema of its type, which was changed since. Its next change must',
  }),
)

const shared = {
  id: text(),
  tag: text(),
  name: text(),
  type: text(),
  description: optional(text()),
  groups: T.Array(text()),
  links: T.Array(Link),
  slackChannels: T.Array(SlackChannel),
  git: optional(Git),
  hierarchy: Hierarchy,
  isArchived: T.Boolean(),
  lastUpdated: Instant,
  violatesSchema,
}

export const EntityDetails = T.Object(
  {
    ...shared,
    metadata: T.Array(Metadata),
    ownership: Ownership,
    ownersV2: optional(OwnersDetails),
    definition: optional(T.Unknown()),
    sample: optional(T.Boolean({ description: 'Part of the sample catalog' })),
    version: T.Integer(),
    abilities: optional(T.Object({ edit: Ability, archive: Ability, unarchive: Ability, remove: Ability })),
  },
  { $id: 'EntityDetails' },
)
export type EntityDetails = T.Static<typeof EntityDetails>

export const EntitySummary = T.Object(
  {
    ...shared,
    metadata: T.Array(Metadata),
    owners: optional(OwnersDetails),
    sample: optional(T.Boolean()),
    members: optional(
      T.Array(
        T.Object({
          name: optional(text()),
          email: optional(text()),
          description: optional(text()),
          roles: T.Array(T.Object({ name: text(), source: optional(text()) })),
          sources: T.Array(T.Object({ type: text() })),
        }),
      ),
    ),
  },
  { $id: 'EntitySummary' },
)
export type EntitySummary = T.Static<typeof EntitySummary>
