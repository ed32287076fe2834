/** Limits of a personal token: it may do what its owner may, reduced to what its limits allow. */
import * as T from 'typebox'
import { PermissionId } from './roles.ts'

export const MOST_RANGES = 100
const MOST_PERMISSIONS = 100

const ReadOnly = T.Boolean({ description: 'Denies every operation that changes something' })
const Permissions = T.Union([T.Array(PermissionId), T.Null()], {
  description: 'The only permissions of its owner that it may use; null means all of them',
})
const AddressRanges = T.Union([T.Array(T.String()), T.Null()], {
  description: 'The only addresses and CIDR ranges it may be used from; null means anywhere',
})

export const Limits = T.Object(
  { readOnly: ReadOnly, permissions: Permissions, addressRanges: AddressRanges },
  { $id: 'TokenLimits' },
)
export type Limits = T.Static<typeof Limits>

/** Omitted fields stay unchanged; null removes a limit. */
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
      description: 'Without this, ranges that exclude the address of this call return 409',
    }),
  ),
})
export type LimitsChoice = T.Static<typeof LimitsChoice>
