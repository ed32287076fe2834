/** How a token's facts are shown in the tables of tokens. */
import { Text } from '@mantine/core'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { RowLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Instant } from '../../core/ui/instant.tsx'
import { knownZone, shortText } from '../../core/ui/instant-text.ts'
import { chosenZone } from '../../core/ui/preferences.ts'
import { StateLabel } from '../../core/ui/state-label.tsx'
import classes from './token-cells.module.css'
import { isOver } from './token-states.ts'
import type { Selection } from './use-selection.ts'

type Shown = { token: PersonalToken }

const notesOf = ({ limits, rotation, description }: PersonalToken) =>
  [limits.readOnly && 'Read-only', rotation && 'Two secrets work', description].filter(Boolean).join(' · ')

/** The name, and what helps to tell the token apart on the same line; with its selection where it can still be revoked. */
export const NameCell = ({ token, selection: { ids, toggle } }: Shown & { selection: Selection }) => {
  const { cid, name } = token
  const notes = notesOf(token)
  return (
    <div className={classes.name}>
      <input
        type="checkbox"
        className={classes.select}
        aria-label={`Select ${name}`}
        disabled={isOver(token)}
        checked={ids.has(cid)}
        onChange={() => toggle(cid)}
      />
      <span className={classes.line} title={notes || undefined}>
        <RowLink to={paths.token(cid)}>{name}</RowLink>
        {notes && <span className={classes.more}> {notes}</span>}
      </span>
    </div>
  )
}

export const OwnerCell = ({ token: { owner }, exact = false }: Shown & { exact?: boolean }) => (
  <div className={classes.line} title={owner.email}>
    {owner.name} {exact && <span className={classes.more}>{owner.email}</span>}
  </div>
)

/** Before the time at which it ends, by what became of the token. */
const EXPIRY_WORDS = { ACTIVE: '', OWNER_DEACTIVATED: '', EXPIRED: 'Expired ', REVOKED: 'Would have expired ' } as const

/** `New York` of `America/New_York`: what there is room for. */
const cityOf = (zone: string) => zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')

/** Relative, with the zone the day was chosen in where that is not the reader's; there also its date in that zone, where there is room. */
export const ExpiresCell = ({
  token: { expirationDate, timeZone, state },
  exact = false,
}: Shown & { exact?: boolean }) => {
  if (expirationDate === null)
    return <div className={classes.line}>{state === 'REVOKED' ? 'Would not have expired' : 'No expiration'}</div>
  const zone = knownZone(timeZone ?? 'UTC')
  return (
    <div className={classes.line}>
      {EXPIRY_WORDS[state]}
      <Instant at={expirationDate} />
      {zone !== chosenZone() && (
        <span className={classes.more} title={zone}>
          {' '}
          {exact ? `${shortText(Date.parse(expirationDate), zone)}, ${zone}` : `(${cityOf(zone)})`}
        </span>
      )}
    </div>
  )
}

type LastUsedProps = {
  token: Pick<PersonalToken, 'lastUsed'> /** With the client, where there is room. */
  exact?: boolean
}

export const LastUsedCell = ({ token: { lastUsed }, exact = false }: LastUsedProps) => {
  if (lastUsed === null) return <Text c="dimmed">Never used</Text>
  return (
    <div className={classes.line} title={lastUsed.client || undefined}>
      <Instant at={lastUsed.at} />
      <span className={classes.more}>
        {' '}
        from <span className="mono">{lastUsed.address}</span>
        {exact && lastUsed.client && `, ${lastUsed.client}`}
      </span>
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
    <div className={classes.line}>
      <StateLabel tone={tone}>{word}</StateLabel>
      {ended && (
        <span className={classes.more}>
          {' '}
          <Instant at={ended.at} />
          {ended.by && ` by ${REVOKERS[ended.by]}`}
          {ended.by === 'ADMINISTRATOR' && ended.person && ` (${ended.person})`}
          {REASONS[ended.reason]}
        </span>
      )}
    </div>
  )
}
