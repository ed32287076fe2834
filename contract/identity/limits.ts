/** What narrows a personal token: it may do what its owner may, and of that only what its limits leave. */
import * as T from 'typebox'
import { PermissionId } from './roles.ts'

export const MOST_RANGES = 100
const MOST_PERMISSIONS = 100

const ReadOnly = T.Boolean({ description: 'Refuses every operation that changes something' })
const Permissions = T.Union([T.Array(PermissionId), T.Null()], {
  description: 'All that it may use of what its owner holds; null leaves nothing out',
})
const AddressRanges = T.Union([T.Array(T.String()), T.Null()], {
  description: 'The addresses and CIDR ranges from which alone it may be used; null is anywhere',
})

export const Limits = T.Object(
  { readOnly: ReadOnly, permissions: Permissions, addressRanges: AddressRanges },
  { $id: 'TokenLimits' },
)
export type Limits = T.Static<typeof Limits>

/** What is left out stays as it is; null takes a limit away. */
export const LimitsChoice = T.Object({
  readOnly: T.Optional(ReadOnly),
  permissions: T.Optional(
    T.Union([T.Array(PermissionId, { minItems: 1, maxItems: MOST_PERMISSIONS, uniqueItems: true }), T.Null()]),
  ),
  addressRanges: T.Optional(
    T.Union([T.Array(T.String({ minLength: 2, maxLength: 64 }), { minItems: 1, maxItems: MOST_RANGES }), T.Null()]),
  ),
  withoutMyAddress: T.Optional(
    T.Boolean({
      description: 'Ranges that leave out the address of this very call are refused (409) unless this is true',
    }),
  ),
})
export type LimitsChoice = T.Static<typeof LimitsChoice>
