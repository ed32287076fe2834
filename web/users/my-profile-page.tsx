import { Stack, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { signInOptions } from '../../contract/sessions.ts'
import { ask } from '../api/queries.ts'
import { NoticePreferences } from '../notices/notice-preferences.tsx'
import { useMe } from '../sessions/me.ts'
import { PasswordChange } from '../sessions/password-change.tsx'
import { ProviderLink } from '../sessions/provider-link.tsx'
import { Page } from '../ui/page.tsx'
import { MyName } from './my-name.tsx'

export const MyProfilePage = () => {
  const me = useMe()
  const options = useQuery(ask(signInOptions, {}))
  return (
    <Page title="My profile">
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
        {options.data?.oidc && (
          <Stack gap="sm" component="section" aria-labelledby="provider">
            <Title order={2} id="provider">
              {options.data.oidc.name}
            </Title>
            <ProviderLink name={options.data.oidc.name} isLinked={me.linkedToProvider} />
          </Stack>
        )}
      </Stack>
    </Page>
  )
}
