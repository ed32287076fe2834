import { useState } from 'react'
import type { Permission } from '../../../contract/core/permissions.ts'
import type { Limits, LimitsChoice } from '../../../contract/identity/limits.ts'

const NONE: Limits = { readOnly: false, permissions: null, addressRanges: null }

const linesOf = (text: string) =>
  text
    .split(/[\s,]+/)
    .map(line => line.trim())
    .filter(line => line !== '')

export type LimitsState = ReturnType<typeof useLimits>

/** The limits of a token while they are being chosen, beginning with those it has. */
export const useLimits = (before: Limits = NONE, rotates = false) => {
  const [readOnly, setReadOnly] = useState(before.readOnly)
  const [isSubset, setSubset] = useState(before.permissions !== null)
  const [permissions, setPermissions] = useState<readonly Permission[]>(before.permissions ?? [])
  const [ranges, setRanges] = useState((before.addressRanges ?? []).join('\n'))
  const [withoutMe, setWithoutMe] = useState(false)
  const [rotatesItself, setRotatesItself] = useState(rotates)
  const addressRanges = linesOf(ranges)
  const limits: LimitsChoice = {
    readOnly,
    permissions: isSubset ? [...permissions] : null,
    addressRanges: addressRanges.length > 0 ? addressRanges : null,
    ...(withoutMe ? { withoutMyAddress: true } : {}),
  }
  return {
    readOnly,
    setReadOnly,
    isSubset,
    setSubset,
    permissions,
    setPermissions,
    ranges,
    setRanges,
    withoutMe,
    setWithoutMe,
    rotatesItself,
    setRotatesItself,
    /** What keeps it from being sent. */
    fault: isSubset && permissions.length === 0 ? 'Choose at least one permission.' : undefined,
    /** As it is sent. */
    chosen: { limits, rotatesItself },
    isAny: readOnly || isSubset || addressRanges.length > 0 || rotatesItself,
  }
}
