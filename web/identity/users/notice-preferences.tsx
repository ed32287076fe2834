import { Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getNoticePreferences, updateNoticePreferences } from '../../../contract/outbound/notices.ts'
import { ask, useSend } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { Problem } from '../../core/layout/problem.tsx'

/** Which mails I get; what must reach me comes anyway. */
export const NoticePreferences = () => {
  const preferences = useQuery(ask(getNoticePreferences, {}))
  const send = useSend(updateNoticePreferences, { refreshes: [getNoticePreferences] })
  return (
    <Loaded query={preferences} lines={1}>
      {({ tokenMail }) => (
        <>
          <Switch
            label="Mail me about my tokens"
            description="When one is created, rotated or first used from somewhere new. Warnings before one ends always come."
            checked={tokenMail}
            disabled={send.isPending}
            onChange={event => send.mutate({ body: { tokenMail: event.currentTarget.checked } })}
          />
          <Problem error={send.error} />
        </>
      )}
    </Loaded>
  )
}
