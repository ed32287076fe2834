import { Alert, List } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { listNotices } from '../../../contract/outbound/notices.ts'
import { ask } from '../../core/api/queries.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { shownZone } from '../../core/ui/instant-text.ts'

/** Warnings of my tokens, above their list; nothing where there are none, or while they cannot be read. */
export const TokenNotices = () => {
  const { data } = useQuery(ask(listNotices, { query: { timeZone: shownZone() } }))
  const mine = (data?.notices ?? []).filter(({ kind, mine }) => mine && kind.startsWith('token-'))
  if (mine.length === 0) return null
  return (
    <Alert
      variant="light"
      color="gray"
      title={mine.length === 1 ? 'One of your tokens needs a look' : 'Some of your tokens need a look'}
    >
      <List size="sm" listStyleType="none" pl={0}>
        {mine.map(({ id, title, subject }) => (
          <List.Item key={id}>
            <TextLink to={paths.token(subject)}>{title}</TextLink>
          </List.Item>
        ))}
      </List>
      <TextLink to={paths.notices} size="sm">
        All notices
      </TextLink>
    </Alert>
  )
}
