import { Text } from '@mantine/core'
import { useEffect } from 'react'
import { useFilters } from '../../core/layout/use-filters.ts'
import { ErrorState } from '../../core/ui/error-state.tsx'
import { Entrance } from './entrance.tsx'
import { tellProved } from './proved-elsewhere.ts'
import { providerFault } from './provider-fault.ts'
import { signInSearch } from './sign-in-search.ts'

/** Where a proof at the identity provider ends, in a tab of its own. */
export const ProvedPage = () => {
  const [{ problem }] = useFilters(signInSearch)
  useEffect(() => {
    if (!problem) tellProved()
  }, [problem])
  return (
    <Entrance title={problem ? 'Not confirmed' : 'Confirmed'}>
      {problem ? (
        <ErrorState title="Your identity could not be confirmed" details={providerFault(problem)} />
      ) : (
        <Text>You can close this tab. Your input is still in the other one.</Text>
      )}
    </Entrance>
  )
}
