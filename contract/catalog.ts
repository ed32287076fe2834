import * as T from 'typebox'
import { EMPTY, operation, textBody } from './operation.ts'
import { pageFields, paging } from './paging.ts'
import { Ability, abilitiesFlag, Instant } from './schemas.ts'

const optional = T.Optional
const text = () => T.String()

/** A fault of a descriptor and where it is. Lines count from 1. */
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
export const Hierarchy = T.Object(
  {
    parents: T.Array(
      T.Object({
        ...node,
        parents: T.Unsafe<ParentNode[]>(
          T.Array(T.Object({}, { additionalProperties: true }), { description: 'Nodes of the same shape' }),
        ),
      }),
    ),
    children: T.Array(
      T.Object({
        ...node,
        children: T.Unsafe<ChildNode[]>(
          T.Array(T.Object({}, { additionalProperties: true }), { description: 'Nodes of the same shape' }),
        ),
      }),
    ),
  },
  { $id: 'EntityHierarchyDetails' },
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
}

export const EntityDetails = T.Object(
  {
    ...shared,
    metadata: T.Array(Metadata),
    ownership: Ownership,
    ownersV2: optional(OwnersDetails),
    definition: optional(T.Unknown()),
    sample: optional(T.Boolean({ description: 'Came with the sample catalog' })),
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

const flag = (description: string) => optional(T.Boolean({ description }))
const words = (description: string) => optional(T.Array(T.String({ maxLength: 255 }), { maxItems: 500, description }))
const hierarchyDepth = optional(
  T.String({
    pattern: '^(?:full|FULL|\\d{1,4})$',
    default: 'full',
    description: "How deep parents and children go: 'full' or a number",
  }),
)
const includeHierarchyFields = words("Extra fields of the nodes in the hierarchy; 'groups' is known")

const descriptorBody = textBody('application/openapi;charset=UTF-8', 'The entity descriptor, YAML')
const dryRun = flag('Only check the descriptor; store nothing')

export const upsertEntity = operation({
  id: 'createOrUpdateEntity',
  method: 'POST',
  path: '/api/v1/open-api',
  tag: 'Catalog entities',
  summary: 'Create or replace an entity by its descriptor',
  needs: { permission: 'EDIT_ENTITIES' },
  writes: true,
  query: T.Object({
    dryRun,
    mode: optional(T.Enum(['UPSERT', 'CREATE'], { description: 'CREATE refuses a tag that exists' })),
    githubPullRequest: optional(T.Integer({ description: 'Accepted; nothing is sent to GitHub' })),
  }),
  body: descriptorBody,
  answers: { 200: Violations, 400: Violations },
})

export const patchEntity = operation({
  id: 'createOrPatchEntity',
  method: 'PATCH',
  path: '/api/v1/open-api',
  tag: 'Catalog entities',
  summary: 'Merge a partial descriptor into an entity, or create it',
  needs: { permission: 'EDIT_ENTITIES' },
  writes: true,
  query: T.Object({
    dryRun,
    deleteMarkerValue: optional(
      T.String({ minLength: 1, maxLength: 200, description: 'Keys with this value are removed, e.g. __delete__' }),
    ),
    appendArrays: flag('Append to arrays instead of replacing them; equal plain values are kept once'),
    failIfEntityDoesNotExist: flag('404 instead of creating'),
  }),
  body: descriptorBody,
  answers: { 200: Violations, 201: Violations, 400: Violations },
})

export const listEntities = operation({
  id: 'listAllEntities',
  method: 'GET',
  path: '/api/v1/catalog',
  tag: 'Catalog entities',
  summary: 'List entities',
  description: 'Teams are left out unless types asks for them.',
  needs: { permission: 'VIEW_CATALOGS' },
  query: T.Object({
    types: words('Only these types'),
    groups: words('Only entities in one of these groups'),
    owners: words('Only entities owned by one of these groups'),
    query: optional(
      T.String({
        maxLength: 500,
        description: 'Words to find in tag, name, description and groups; sorted by relevance',
      }),
    ),
    gitRepositories: words('Only entities of these repositories, as org/repo'),
    hierarchyDepth,
    includeHierarchyFields,
    includeArchived: flag('Archived entities too'),
    includeMetadata: flag('With custom data'),
    includeLinks: flag('With links'),
    includeSlackChannels: flag('With Slack channels'),
    includeOwners: flag('With owners'),
    includeNestedFields: words("Extra parts of a type, e.g. 'team:members'"),
    ...paging,
  }),
  answers: { 200: T.Object({ entities: T.Array(EntitySummary), ...pageFields }) },
})

export const getEntity = operation({
  id: 'getEntityDetails',
  method: 'GET',
  path: '/api/v1/catalog/{tagOrId}',
  tag: 'Catalog entities',
  summary: 'Read an entity',
  needs: { permission: 'VIEW_CATALOGS' },
  query: T.Object({
    hierarchyDepth,
    includeHierarchyFields,
    includeOwners: flag('With owners, inherited ones too; true by default'),
    ...abilitiesFlag,
  }),
  answers: { 200: EntityDetails },
})

export const deleteEntity = operation({
  id: 'deleteEntity',
  method: 'DELETE',
  path: '/api/v1/catalog/{tagOrId}',
  tag: 'Catalog entities',
  summary: 'Delete an entity',
  needs: { permission: 'ARCHIVE_ENTITIES' },
  writes: true,
  answers: { 200: EMPTY },
})

export const getEntityDescriptor = operation({
  id: 'getEntityDescriptor',
  method: 'GET',
  path: '/api/v1/catalog/{tagOrId}/openapi',
  tag: 'Catalog entities',
  summary: 'Read an entity’s descriptor',
  needs: { permission: 'VIEW_CATALOGS' },
  query: T.Object({ yaml: flag('The YAML text as written instead of JSON') }),
  answers: { 200: T.Unknown({ description: 'The descriptor as JSON, or with yaml=true its text' }) },
})

export const archiveEntity = operation({
  id: 'archiveEntity',
  method: 'PUT',
  path: '/api/v1/catalog/{tagOrId}/archive',
  tag: 'Catalog entities',
  summary: 'Archive an entity',
  needs: { permission: 'ARCHIVE_ENTITIES' },
  writes: true,
  answers: { 200: EntityDetails },
})

export const unarchiveEntity = operation({
  id: 'unarchiveEntity',
  method: 'PUT',
  path: '/api/v1/catalog/{tagOrId}/unarchive',
  tag: 'Catalog entities',
  summary: 'Bring an archived entity back',
  needs: { permission: 'CONFIGURE_ENTITIES' },
  writes: true,
  answers: { 200: EntityDetails },
})

/** What the catalog page offers as filters, counted over entities that are not archived. */
export const listCatalogFilters = operation({
  id: 'listCatalogFilters',
  method: 'GET',
  path: '/api/v1/catalog-filters',
  tag: 'Catalog entities',
  summary: 'The types, groups and owners there are',
  needs: { permission: 'VIEW_CATALOGS' },
  answers: {
    200: T.Object({
      types: T.Array(T.Object({ value: text(), count: T.Integer() })),
      groups: T.Array(T.Object({ value: text(), count: T.Integer() })),
      owners: T.Array(T.Object({ value: text(), count: T.Integer() })),
    }),
  },
})
