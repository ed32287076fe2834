import { useMemo } from 'react'
import { listUsers } from '../../../contract/identity/users.ts'
import { assisted } from '../../core/editor/assist.ts'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { descriptorAssistant } from './descriptor-values.ts'

/** Completion and hover for a descriptor, with what the person may see. */
export const useAssist = () => {
  const seesPeople = abilityFor(useMe(), listUsers).allowed
  return useMemo(() => assisted(descriptorAssistant(seesPeople)), [seesPeople])
}
