import { Group, Loader, Text } from '@mantine/core'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { type TokenUse, tokenActivity } from '../../../contract/identity/activity.ts'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { ask } from '../../core/api/queries.ts'
import { exactText, relativeText } from '../../core/ui/instant-text.ts'
import classes from './first-call.module.css'

const EVERY_MS = 2_000
const MOST_USES = 100

type Props = {
  created: Pick<PersonalToken, 'cid' | 'last4'>
  /** The secret is where it is needed. */
  onAccepted: () => void
}

/** Looks every two seconds, while the page can be seen, until the secret was accepted for the first time. */
export const FirstCall = ({ created: { cid, last4 }, onAccepted }: Props) => {
  const activity = useQuery({
    ...ask(tokenActivity, { params: { cid }, query: { pageSize: MOST_USES } }),
    refetchInterval: ({ state }) => (firstOf(state.data?.uses, last4, true) ? false : EVERY_MS),
    retry: false,
  })
  const accepted = firstOf(activity.data?.uses, last4, true)
  const isAccepted = accepted !== undefined
  const accept = useEffectEvent(onAccepted)
  useEffect(() => {
    if (isAccepted) accept()
  }, [isAccepted])
  const refused = accepted ? undefined : firstOf(activity.data?.uses, last4, false)
  return (
    <Group
      gap="xs"
      wrap="nowrap"
      role="status"
      className={classes.call}
      data-tone={accepted ? 'good' : refused && 'warning'}
    >
      {accepted && <IconCheck size={16} aria-hidden />}
      {refused && <IconAlertTriangle size={16} aria-hidden />}
      {!accepted && !refused && <Loader size={14} aria-hidden />}
      <Text>
        {accepted && <>It works. First request {said(accepted)}</>}
        {refused && <>The first request was refused, {said(refused)}</>}
        {!accepted && !refused && 'Waiting for the first request…'}
      </Text>
    </Group>
  )
}

/** The uses are listed newest first; a token may have another secret. */
const firstOf = (uses: readonly TokenUse[] | undefined, last4: string, isAccepted: boolean) =>
  uses?.findLast(use => use.last4 === last4 && (use.reason === null) === isAccepted)

const said = ({ firstAt, method, route, status, address, client }: TokenUse) => (
  <>
    <time dateTime={firstAt} title={exactText(Date.parse(firstAt))}>
      {relativeText(Date.parse(firstAt), Date.now())}
    </time>{' '}
    from {address}
    {client && ` (${client})`}:{' '}
    <span className="mono">
      {method} {route}
    </span>
    , {status}.
  </>
)
