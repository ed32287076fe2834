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
        <ErrorState title="It could not be confirmed that it is you" details={providerFault(problem)} />
      ) : (
        <Text>Close this tab and go on in the other one. What you typed is still there.</Text>
      )}
    </Entrance>
  )
}
