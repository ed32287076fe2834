import type { HomeToken } from '../../../contract/outbound/home.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Instant } from '../../core/ui/instant.tsx'
import { Section } from '../../core/ui/section.tsx'
import { counted } from './counted.ts'
import type { Home } from './home-page.tsx'
import { Line, Lines } from './lines.tsx'

type Tokens = NonNullable<Home['tokens']>

const GROUPS = ['refused', 'newPlaces', 'expiring', 'unused'] as const
type Group = (typeof GROUPS)[number]

const TITLES = {
  refused: count => `${counted(count, 'token')} with refused calls`,
  newPlaces: count => `${counted(count, 'token')} used from somewhere new`,
  expiring: count => `${counted(count, 'token')} ${count === 1 ? 'expires' : 'expire'} soon`,
  unused: count => `${counted(count, 'token')} not used for 30 days`,
} as const satisfies Record<Group, (count: number) => string>

/** The list that begins with these tokens. */
const LISTED = {
  refused: { state: 'all', sort: 'lastUsed' },
  newPlaces: { sort: 'lastUsed' },
  expiring: { attention: 'expiring' },
  unused: { sort: 'lastUsed', order: 'asc' },
} as const satisfies Record<Group, object>

export const hasAttention = (tokens: Tokens) => GROUPS.some(group => tokens[group].count > 0)

/** The token's own page has what was refused, and from where it was used. */
const Said = ({ group, token: { at, count = 0 } }: { group: Group; token: HomeToken }) => {
  if (group === 'refused')
    return (
      <>
        {counted(count, 'call')}, last <Instant at={at} />
      </>
    )
  const words = { newPlaces: 'First seen', expiring: 'Expires', unused: 'Last used or created' }
  return (
    <>
      {words[group]} <Instant at={at} />
    </>
  )
}

export const Attention = ({ tokens }: { tokens: Tokens }) => (
  <>
    {GROUPS.filter(group => tokens[group].count > 0).map(group => (
      <Section key={group} title={TITLES[group](tokens[group].count)}>
        <Lines>
          {tokens[group].first.map(token => (
            <Line key={token.cid} aside={<Said group={group} token={token} />}>
              <TextLink to={paths.token(token.cid)}>{token.name}</TextLink>
            </Line>
          ))}
        </Lines>
        <TextLink to={paths.myTokens} search={LISTED[group]} size="xs">
          All my access tokens
        </TextLink>
      </Section>
    ))}
  </>
)
