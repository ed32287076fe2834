import { Stack, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { signInOptions } from '../../../contract/identity/sessions.ts'
import { ask } from '../../core/api/queries.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { ErrorState } from '../../core/ui/error-state.tsx'
import { Page } from '../../core/ui/page.tsx'
import { LinkedAccounts } from '../sessions/linked-accounts.tsx'
import { useMe } from '../sessions/me.ts'
import { PasswordChange } from '../sessions/password-change.tsx'
import { providerFault } from '../sessions/provider-fault.ts'
import { signInSearch } from '../sessions/sign-in-search.ts'
import { Appearance } from './appearance.tsx'
import { MyName } from './my-name.tsx'
import { NoticePreferences } from './notice-preferences.tsx'

export const MyProfilePage = () => {
  const me = useMe()
  const options = useQuery(ask(signInOptions, {}))
  const [{ problem }] = useFilters(signInSearch)
  return (
    <Page title="My profile">
      {problem && <ErrorState title="No account was linked" details={providerFault(problem)} />}
      <Stack gap="xl" maw={480}>
        <Stack gap="md">
          <MyName name={me.name} />
          <TextInput
            label="Email"
            description="You sign in with it. It cannot be changed here."
            type="email"
            value={me.email}
            readOnly
          />
        </Stack>
        <Stack gap="sm" component="section" aria-labelledby="appearance">
          <Title order={2} id="appearance">
            Appearance
          </Title>
          <Appearance />
        </Stack>
        <Stack gap="sm" component="section" aria-labelledby="mails">
          <Title order={2} id="mails">
            Mail
          </Title>
          <NoticePreferences />
        </Stack>
        {options.data?.password && (
          <Stack gap="sm" component="section" aria-labelledby="password">
            <Title order={2} id="password">
              Password
            </Title>
            {!me.hasPassword && <Text>You have no password; you sign in with your identity provider.</Text>}
            <PasswordChange email={me.email} hasPassword={me.hasPassword} />
          </Stack>
        )}
      </Stack>
      {options.data && (options.data.oidc || me.linkedToProvider) && (
        <Stack gap="sm" mt="xl" maw={720} component="section" aria-labelledby="linked-accounts">
          <Title order={2} id="linked-accounts">
            Linked accounts
          </Title>
          <LinkedAccounts provider={options.data.oidc?.name} />
        </Stack>
      )}
    </Page>
  )
}
