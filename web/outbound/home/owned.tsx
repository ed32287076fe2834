import { Text } from '@mantine/core'
import { MOST_COUNTED } from '../../../contract/outbound/home.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Instant } from '../../core/ui/instant.tsx'
import { Section } from '../../core/ui/section.tsx'
import { useMe } from '../../identity/sessions/me.ts'
import { counted } from './counted.ts'
import type { Home } from './home-page.tsx'
import { Line, Lines } from './lines.tsx'

type Props = { owned: NonNullable<Home['owned']> }

/** What I or my teams own. */
export const Owned = ({ owned: { teams, count, first } }: Props) => {
  const { email } = useMe()
  return (
    <Section
      title="What you own"
      none={
        count === 0 &&
        teams.length === 0 &&
        'Nothing yet. Entities appear here when their owners include your email or a team that lists you as a member.'
      }
    >
      {teams.length > 0 && (
        <Text>
          Your teams:{' '}
          {teams.map(({ tag, name }, place) => (
            <span key={tag}>
              {place > 0 && ', '}
              <TextLink to={paths.entity(tag)}>{name}</TextLink>
            </span>
          ))}
        </Text>
      )}
      {count === 0 && <Text c="dimmed">Your teams own nothing yet.</Text>}
      {count > 0 && (
        <>
          <Lines>
            {first.map(({ tag, name, type, lastUpdated }) => (
              <Line
                key={tag}
                aside={
                  <>
                    Updated <Instant at={lastUpdated} />
                  </>
                }
              >
                <TextLink to={paths.entity(tag)}>{name}</TextLink>{' '}
                <Text span c="dimmed">
                  {type}
                </Text>
              </Line>
            ))}
          </Lines>
          <TextLink to={paths.catalog} search={{ owners: [email, ...teams.map(({ tag }) => tag)] }} size="xs">
            All {count > MOST_COUNTED ? '1,000+ entities' : counted(count, 'entity', 'entities')}
          </TextLink>
        </>
      )}
    </Section>
  )
}
