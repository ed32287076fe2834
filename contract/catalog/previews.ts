/** What storing a descriptor would change. */
import * as T from 'typebox'

const optional = T.Optional

export const SUBJECTS = [
  'NAME',
  'TYPE',
  'DESCRIPTION',
  'DEFINITION',
  'OWNER',
  'GROUP',
  'PARENT',
  'CHILD',
  'DEPENDENCY',
  'RELATIONSHIP',
  'CUSTOM_DATA',
  'LINK',
  'REPOSITORY',
  'SLACK_CHANNEL',
  'MEMBER',
  'TEAM_GROUP',
  'SUMMARY',
] as const

/** Of one preview. */
export const MOST_CHANGES = 500
export const MOST_MISSING = 100

const Subject = T.Enum(SUBJECTS)

export const EntityChange = T.Object(
  {
    subject: Subject,
    change: T.Enum(['ADDED', 'REMOVED', 'CHANGED']),
    name: T.String({ description: 'Which one, such as the tag of a parent; empty if an entity can have only one' }),
    before: optional(T.String({ description: 'The previous value, up to 200 characters' })),
    after: optional(T.String({ description: 'The new value, up to 200 characters' })),
  },
  { $id: 'EntityChange' },
)
export type EntityChange = T.Static<typeof EntityChange>

export const EntityPreview = T.Object(
  {
    outcome: T.Enum(['CREATED', 'UPDATED', 'UNCHANGED']),
    changes: T.Array(EntityChange, { description: `The first ${MOST_CHANGES}` }),
    total: T.Integer({ description: 'How many changes there are' }),
    missing: T.Array(T.Object({ subject: Subject, name: T.String() }), {
      description: `Up to ${MOST_MISSING} tags in the descriptor that don’t exist yet`,
    }),
  },
  { $id: 'EntityPreview' },
)
export type EntityPreview = T.Static<typeof EntityPreview>
