import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { getToken, type PersonalToken } from '../../../contract/identity/tokens.ts'
import { isNotFound } from '../../core/api/api-error.ts'
import { ask } from '../../core/api/queries.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { ErrorState } from '../../core/ui/error-state.tsx'
import { Facts } from '../../core/ui/facts.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { Page } from '../../core/ui/page.tsx'
import { Section } from '../../core/ui/section.tsx'
import { TokenActivity } from '../activity/token-activity.tsx'
import { TokenPlaces } from '../activity/token-places.tsx'
import { LimitsText } from './limits-text.tsx'
import { NarrowButton } from './narrow-button.tsx'
import { RotationSection } from './rotation-section.tsx'
import { TokenActions } from './token-actions.tsx'
import { ExpiresCell, LastUsedCell, OwnerCell, StateCell } from './token-cells.tsx'
import { TokenPermissions } from './token-permissions.tsx'

const useCid = (): string => {
  const params: Record<string, string | undefined> = useParams({ strict: false })
  return params.cid ?? ''
}

/** One token: what it is, what may be done to it, and all that was done with it. */
export const TokenPage = () => {
  const cid = useCid()
  const query = useQuery(ask(getToken, { params: { cid } }))
  if (isNotFound(query.error)) return <NoToken cid={cid} />
  const token = query.data
  return (
    <Page
      title={token?.name ?? 'Token'}
      width="wide"
      beside={token && <span className="mono">…{token.last4}</span>}
      action={token && <TokenActions token={token} />}
    >
      <Loaded query={query} lines={8}>
        {found => <Details token={found} />}
      </Loaded>
    </Page>
  )
}

const NoToken = ({ cid }: { cid: string }) => (
  <Page title="No such token">
    <ErrorState
      title="Not Found"
      details={`There is no token with the identifier ${cid}, or it belongs to another person.`}
      action={<TextLink to={paths.myTokens}>My access tokens</TextLink>}
    />
  </Page>
)

const Details = ({ token }: { token: PersonalToken }) => (
  <>
    {token.description && (
      <Text maw={720} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {token.description}
      </Text>
    )}
    <RotationSection token={token} />
    <Facts cols={{ base: 1, sm: 2, lg: 3 }}>
      <Section title="State">
        <StateCell token={token} />
      </Section>
      <Section title="Owner">
        <OwnerCell token={token} exact />
      </Section>
      <Section title="Expires">
        <ExpiresCell token={token} exact />
      </Section>
      <Section title="Created">
        <Instant at={token.createdDate} exact />
      </Section>
      <Section title="Last used">
        <LastUsedCell token={token} exact />
      </Section>
      <Section title="Limits">
        <LimitsText token={token} />
        <NarrowButton token={token} />
      </Section>
    </Facts>
    <TokenActivity cid={token.cid} />
    <TokenPlaces cid={token.cid} />
    <TokenPermissions token={token} />
  </>
)
