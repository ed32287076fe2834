/** How a token's facts are shown in the tables of tokens. */
import { Text } from '@mantine/core'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Instant } from '../../core/ui/instant.tsx'
import { knownZone, shortText } from '../../core/ui/instant-text.ts'
import { StateLabel } from '../../core/ui/state-label.tsx'
import classes from './token-cells.module.css'

type Shown = { token: PersonalToken }

/** @param last4 also how the secret ends, where that has no column of its own */
export const NameCell = ({
  token: { cid, name, description, last4, limits, rotation },
  ...show
}: Shown & { last4?: boolean }) => (
  <div className={classes.name}>
    <TextLink to={paths.token(cid)} fw={500}>
      {name}
    </TextLink>
    {limits.readOnly && (
      <Text size="xs" c="dimmed">
        Read-only
      </Text>
    )}
    {rotation && (
      <Text size="xs" c="dimmed">
        Two secrets work
      </Text>
    )}
    {show.last4 && (
      <Text size="xs" c="dimmed">
        Ends in <span className="mono">{last4}</span>
      </Text>
    )}
    {description && (
      <Text size="xs" c="dimmed" lineClamp={3} style={{ whiteSpace: 'pre-line' }}>
        {description}
      </Text>
    )}
  </div>
)

export const OwnerCell = ({ token: { owner } }: Shown) => (
  <div className={classes.words}>
    {owner.name}
    <Text size="xs" c="dimmed" className={classes.email}>
      {owner.email}
    </Text>
  </div>
)

/** Before the time at which it ends, by what became of the token. */
const EXPIRY_WORDS = { ACTIVE: '', OWNER_DEACTIVATED: '', EXPIRED: 'Expired ', REVOKED: 'Would have expired ' } as const

/** Relative, and exactly in the zone the day was chosen in. */
export const ExpiresCell = ({ token: { expirationDate, timeZone, state } }: Shown) => {
  if (expirationDate === null) return state === 'REVOKED' ? 'Would not have expired' : 'No expiration'
  const zone = knownZone(timeZone ?? 'UTC')
  return (
    <div className={classes.words}>
      {EXPIRY_WORDS[state]}
      <Instant at={expirationDate} />
      <Text size="xs" c="dimmed">
        {shortText(Date.parse(expirationDate), zone)}, {zone}
      </Text>
    </div>
  )
}

export const LastUsedCell = ({ token: { lastUsed } }: { token: Pick<PersonalToken, 'lastUsed'> }) => {
  if (lastUsed === null) return <Text c="dimmed">Never used</Text>
  return (
    <div className={classes.words}>
      <Instant at={lastUsed.at} />
      <Text size="xs" c="dimmed">
        from <span className="mono">{lastUsed.address}</span>
        {lastUsed.client && `, ${lastUsed.client}`}
      </Text>
    </div>
  )
}

const STATES = {
  ACTIVE: { tone: 'good', word: 'Active' },
  EXPIRED: { tone: 'neutral', word: 'Expired' },
  REVOKED: { tone: 'bad', word: 'Revoked' },
  OWNER_DEACTIVATED: { tone: 'warning', word: 'Owner deactivated' },
} as const

const REVOKERS = {
  OWNER: 'its owner',
  ADMINISTRATOR: 'an administrator',
  HOLDER: 'someone who had its secret',
  WORKSPACE: 'a rule of the workspace',
} as const

const REASONS = {
  REVOKED: '',
  EXPIRED: '',
  LEAKED: ', because it leaked',
  IDLE: ', because it was not used',
  POLICY: ', by the policy',
  RESTORE: ', when a backup was restored',
} as const

/** The state in a word and, where the token ended, when, by whom and why. */
export const StateCell = ({ token: { state, ended } }: Shown) => {
  const { tone, word } = STATES[state]
  return (
    <>
      <StateLabel tone={tone}>{word}</StateLabel>
      {ended && (
        <Text size="xs" c="dimmed">
          <Instant at={ended.at} />
          {ended.by && ` by ${REVOKERS[ended.by]}`}
          {ended.by === 'ADMINISTRATOR' && ended.person && ` (${ended.person})`}
          {REASONS[ended.reason]}
        </Text>
      )}
    </>
  )
}
