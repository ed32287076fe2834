/**
 * The fields of a descriptor for people who don't write YAML: read from a text, and changed in it. They can have any value that a
 * descriptor can have. A name with hidden characters is refused when the descriptor is stored.
 */
import * as T from 'typebox'
import { operation } from '../core/operation.ts'
import { MOST_OWNERS, OWNER_TYPES } from './descriptor-schema.ts'
import { Violation } from './entities.ts'
import { MOST_GROUPS } from './groups.ts'

const optional = T.Optional

/** Characters of a descriptor; as JSON it has to fit into a body of 2 MB. */
const LONGEST_DESCRIPTOR = 2_000_000
export const MOST_LINKS = 1000

const from = optional(
  T.Integer({
    minimum: 0,
    maximum: MOST_LINKS,
    description: 'Its position in the list of the text, from 0; omit it for a new entry',
  }),
)
const text = (maxLength: number, description?: string) => T.String({ maxLength, ...(description && { description }) })

export const FORM_FIELDS = ['entityName', 'description', 'tag', 'type', 'owners', 'groups', 'links'] as const
export type FormField = (typeof FORM_FIELDS)[number]

export const FormOwner = T.Object(
  {
    type: T.Enum(OWNER_TYPES),
    owner: text(255, 'A team or group, an email, or a channel'),
    provider: optional(text(100)),
    from,
  },
  { $id: 'FormOwner' },
)
export type FormOwner = T.Static<typeof FormOwner>

export const FormLink = T.Object({ text: text(500), type: text(255), url: text(8000), from }, { $id: 'FormLink' })
export type FormLink = T.Static<typeof FormLink>

export const FormGroup = T.Object({ group: text(255), from }, { $id: 'FormGroup' })
export type FormGroup = T.Static<typeof FormGroup>

export const FormFields = T.Object(
  {
    entityName: optional(text(1000)),
    description: optional(text(20_000, 'Removed if empty')),
    tag: optional(text(1000)),
    type: optional(text(255)),
    owners: optional(T.Array(FormOwner, { maxItems: MOST_OWNERS })),
    groups: optional(T.Array(FormGroup, { maxItems: MOST_GROUPS })),
    links: optional(T.Array(FormLink, { maxItems: MOST_LINKS })),
  },
  { $id: 'DescriptorFields', description: 'Omitted fields stay as they are' },
)
export type FormFields = T.Static<typeof FormFields>

export const editDescriptorFields = operation({
  id: 'editDescriptorFields',
  method: 'POST',
  path: '/api/v1/open-api/fields',
  tag: 'Catalog entities',
  summary: 'Read the fields of a descriptor, or change them in its text',
  description:
    'Nothing is stored. Only the lines of the changed fields are rewritten; comments, order and everything else stay as they are. A field that can’t be changed without changing other lines is locked.',
  needs: { permission: 'EDIT_ENTITIES' },
  bodyLimit: 2 * 1024 * 1024,
  body: T.Object({
    descriptor: T.String({ maxLength: LONGEST_DESCRIPTOR, description: 'The text of the descriptor, as YAML' }),
    fields: optional(FormFields),
  }),
  answers: {
    200: T.Object(
      {
        descriptor: T.String({ description: 'The text with the changes' }),
        fields: optional(FormFields),
        locked: T.Array(T.Object({ field: T.Enum(FORM_FIELDS), reason: T.String() }), {
          description: 'Fields that can only be changed in the text, and why',
        }),
        violations: T.Array(Violation, { description: 'Why the text can’t be read; the response then has no fields' }),
      },
      { $id: 'DescriptorForm' },
    ),
  },
})
