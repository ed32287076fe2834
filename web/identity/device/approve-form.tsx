import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { approveDevice, denyDevice, type findDevice } from '../../../contract/identity/device.ts'
import { fieldError } from '../../core/api/api-error.ts'
import { useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { NameFields } from '../../core/ui/name-fields.tsx'
import { ExpiryFields } from '../tokens/expiry-fields.tsx'
import { TOKEN_READS } from '../tokens/token-reads.ts'
import { TOKEN_FIELDS, TOKEN_WORDS } from '../tokens/token-words.ts'
import { useExpiry } from '../tokens/use-expiry.ts'

type Props = {
  waiting: AnswerOf<typeof findDevice> & { userCode: string }
  onDone: (outcome: 'approved' | 'denied') => void
  onBack: () => void
}

const DAYS = 30

/** Who asks, and what they get: the person decides. */
export const ApproveForm = ({ waiting, onDone, onBack }: Props) => {
  const { userCode, client, address, asked } = waiting
  const [name, setName] = useState(client)
  const [description, setDescription] = useState('')
  const [isAsked, setAsked] = useState(false)
  const expiry = useExpiry(DAYS)
  const approve = useSend(approveDevice, { refreshes: TOKEN_READS })
  const deny = useSend(denyDevice)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    if (name.trim() === '' || expiry.fault) return
    const body = { userCode, name: name.trim(), description: description.trim() || null, ...expiry.chosen }
    approve.mutate({ body }, { onSuccess: () => onDone('approved') })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" maw={640}>
        <Alert variant="light" color="gray" title={`“${client}” asks for a token of yours`}>
          <Text>
            The request came <Instant at={asked} /> from <span className="mono">{address}</span>. The name is what the
            client says of itself. Did you not just start this yourself? Refuse it.
          </Text>
        </Alert>
        <Text>The token acts as you: it can do what you can do, and follows changes to your role at once.</Text>
        <NameFields
          {...TOKEN_WORDS}
          name={name}
          onName={setName}
          nameError={isAsked && name.trim() === '' ? 'Enter a name.' : fieldError(approve.error, 'name')}
          description={description}
          onDescription={setDescription}
          descriptionError={fieldError(approve.error, 'description')}
        />
        <ExpiryFields expiry={expiry} isAsked={isAsked} error={approve.error} />
        <Problem error={approve.error ?? deny.error} except={TOKEN_FIELDS} />
        <Group gap="sm">
          <Button type="submit" loading={approve.isPending}>
            Approve
          </Button>
          <Button
            variant="default"
            loading={deny.isPending}
            onClick={() => deny.mutate({ body: { userCode } }, { onSuccess: () => onDone('denied') })}
          >
            Refuse
          </Button>
          <Button variant="subtle" onClick={onBack}>
            Another code
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
