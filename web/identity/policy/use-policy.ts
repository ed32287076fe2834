import { useState } from 'react'
import type { TokenPolicy } from '../../../contract/identity/policy.ts'

const textOf = (value: number | null) => (value === null ? '' : String(value))
const numberOf = (text: string) => (text.trim() === '' ? null : Number(text))
const isCount = (text: string) => /^\s*\d{0,5}\s*$/.test(text)

export type PolicyState = ReturnType<typeof usePolicy>

/** The policy while it is being written. */
export const usePolicy = (before: TokenPolicy) => {
  const [rolesOff, setRolesOff] = useState(before.rolesOff)
  const [readOnlyRoles, setReadOnlyRoles] = useState(before.readOnlyRoles)
  const [longestDays, setLongestDays] = useState(textOf(before.longestDays))
  const [idleDays, setIdleDays] = useState(textOf(before.idleDays))
  const [mostTokens, setMostTokens] = useState(textOf(before.mostTokens))
  const [expiryRequired, setExpiryRequired] = useState(before.expiryRequired)
  const [deviceSignIn, setDeviceSignIn] = useState(before.deviceSignIn)
  return {
    rolesOff,
    setRolesOff,
    readOnlyRoles,
    setReadOnlyRoles,
    longestDays,
    setLongestDays,
    idleDays,
    setIdleDays,
    mostTokens,
    setMostTokens,
    expiryRequired,
    setExpiryRequired,
    deviceSignIn,
    setDeviceSignIn,
    /** What keeps it from being sent. */
    isFaulty: ![longestDays, idleDays, mostTokens].every(isCount),
    /** As it is sent. */
    edit: {
      rolesOff,
      readOnlyRoles,
      longestDays: numberOf(longestDays),
      idleDays: numberOf(idleDays),
      mostTokens: numberOf(mostTokens),
      expiryRequired,
      deviceSignIn,
    },
  }
}
