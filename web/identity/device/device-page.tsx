import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { findDevice } from '../../../contract/identity/device.ts'
import { useSend } from '../../core/api/queries.ts'
import { ButtonLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { Page } from '../../core/ui/page.tsx'
import { ApproveForm } from './approve-form.tsx'

type Waiting = AnswerOf<typeof findDevice> & { userCode: string }
type Outcome = 'approved' | 'denied'

/** Where a person types the code that a client shows. */
export const DevicePage = () => {
  const [waiting, setWaiting] = useState<Waiting>()
  const [outcome, setOutcome] = useState<Outcome>()
  return (
    <Page
      title="Sign in a device"
      intro="A command line or agent shows you a code. Type it here to give it a token of yours."
      docs="personal-tokens#from-a-command-line"
    >
      {outcome ? (
        <Done outcome={outcome} />
      ) : waiting ? (
        <ApproveForm waiting={waiting} onDone={setOutcome} onBack={() => setWaiting(undefined)} />
      ) : (
        <CodeForm onFound={setWaiting} />
      )}
    </Page>
  )
}

const CodeForm = ({ onFound }: { onFound: (waiting: Waiting) => void }) => {
  const [userCode, setUserCode] = useState('')
  const find = useSend(findDevice)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    find.mutate({ body: { userCode } }, { onSuccess: answer => onFound({ ...answer, userCode }) })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw={360}>
        <TextInput
          label="Code"
          description="Eight letters, as your terminal shows them"
          placeholder="WDJB-MJHT"
          classNames={{ input: 'mono' }}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          value={userCode}
          onChange={event => setUserCode(event.currentTarget.value)}
        />
        <Problem error={find.error} />
        <Group>
          <Button type="submit" loading={find.isPending} disabled={userCode.trim() === ''}>
            Continue
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const Done = ({ outcome }: { outcome: Outcome }) => (
  <Stack gap="md">
    <Text role="status">
      {outcome === 'approved'
        ? "Done. Go back to your terminal. You'll find the token under My access tokens."
        : 'Refused: the client gets nothing.'}
    </Text>
    <Group>
      <ButtonLink to={paths.myTokens} variant="default">
        My access tokens
      </ButtonLink>
    </Group>
  </Stack>
)
