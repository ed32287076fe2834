import { List, Modal, Stack, Text, Title } from '@mantine/core'
import { PERMISSIONS } from '../../../contract/core/permissions.ts'
import type { Role } from '../../../contract/identity/roles.ts'
import { byTopic } from '../access/permission-topics.ts'

type Props = { role: Role | undefined; opened: boolean; onClose: () => void }

/** What a role allows, to read. */
export const PermissionList = ({ role, opened, onClose }: Props) => (
  <Modal opened={opened} onClose={onClose} title={`What ${role?.name} allows`} size="lg">
    <Stack gap="md">
      {role?.permissions.length === 0 && <Text>This role allows nothing.</Text>}
      {byTopic({ among: role?.permissions }).map(({ topic, permissions }) => (
        <section key={topic}>
          <Title order={3} mb={4}>
            {topic}
          </Title>
          <List size="sm">
            {permissions.map(permission => (
              <List.Item key={permission}>{PERMISSIONS[permission].name}</List.Item>
            ))}
          </List>
        </section>
      ))}
    </Stack>
  </Modal>
)
