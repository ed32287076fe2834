import { Divider, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { signInOptions } from '../../../contract/identity/sessions.ts'
import { ask } from '../../core/api/queries.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { ErrorState } from '../../core/ui/error-state.tsx'
import { Entrance } from './entrance.tsx'
import { PasswordForm } from './password-form.tsx'
import { ProviderButton } from './provider-button.tsx'
import { providerFault } from './provider-fault.ts'
import { safeReturnTo } from './return-to.ts'
import { signInSearch } from './sign-in-search.ts'

export const SignInPage = () => {
  const [{ returnTo, problem }] = useFilters(signInSearch)
  const options = useQuery(ask(signInOptions, {}))
  return (
    <Entrance title="Sign in">
      {problem && <ErrorState title="Signing in did not work" details={providerFault(problem)} />}
      <Loaded query={options}>
        {({ setUp, password, oidc }) =>
          setUp ? (
            <Text>No accounts exist yet. Open the set-up link that the server printed when it started.</Text>
          ) : (
            <Stack gap="md">
              {oidc && (
                <ProviderButton
                  name={oidc.name}
                  returnTo={safeReturnTo(returnTo)}
                  variant={password ? 'default' : 'filled'}
                />
              )}
              {oidc && password && <Divider label="or" />}
              {password && <PasswordForm returnTo={returnTo} />}
              {password && <TextLink to={paths.forgottenPassword}>Forgot your password?</TextLink>}
              {!password && !oidc && <Text>Signing in is switched off here. Ask the person who runs this server.</Text>}
            </Stack>
          )
        }
      </Loaded>
    </Entrance>
  )
}
