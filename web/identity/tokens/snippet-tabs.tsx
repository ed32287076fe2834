import { Stack, Tabs, Text } from '@mantine/core'
import { CopyText } from '../../core/ui/copy-text.tsx'
import { SNIPPETS } from './snippets.ts'

/** How each client is given the token; none of them holds the secret. */
export const SnippetTabs = () => (
  <Tabs defaultValue="curl" keepMounted={false}>
    <Tabs.List>
      {SNIPPETS.map(({ name }) => (
        <Tabs.Tab key={name} value={name}>
          {name}
        </Tabs.Tab>
      ))}
    </Tabs.List>
    {SNIPPETS.map(({ name, hint, text }) => (
      <Tabs.Panel key={name} value={name} pt="sm">
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            {hint}
          </Text>
          <CopyText value={text(window.location.origin)} noun="text" name={`With ${name}`} />
        </Stack>
      </Tabs.Panel>
    ))}
  </Tabs>
)
