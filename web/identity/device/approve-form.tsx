import { Alert, Button, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { approveDevice, denyDevice, type findDevice } from '../../../contract/identity/device.ts'
import { useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { NameFields, nameRule, namesOf } from '../../core/ui/name-fields.tsx'
import { PolicyHint } from '../policy/policy-hint.tsx'
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
export const ApproveForm = ({ waiting: { userCode, client, address, asked }, onDone, onBack }: Props) => {
  const [isAsked, setAsked] = useState(false)
  const expiry = useExpiry({ days: DAYS })
  const { policy } = expiry
  const isRefused = policy?.allowed.allowed === false
  const approve = useSend(approveDevice, { refreshes: TOKEN_READS })
  const deny = useSend(denyDevice)
  const form = useForm({
    initialValues: { name: client, description: '' },
    validate: { name: nameRule },
    transformValues: namesOf,
  })
  const send = (names: ReturnType<typeof namesOf>) => {
    if (expiry.fault) return
    approve.mutate({ body: { userCode, ...names, ...expiry.chosen } }, { onSuccess: () => onDone('approved') })
  }
  return (
    <Form
      form={form}
      send={{ error: approve.error ?? deny.error, isPending: approve.isPending }}
      onSubmit={send}
      submit="Approve"
      disabled={isRefused}
      look="page"
      buttons={
        <>
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
        </>
      }
      shows={TOKEN_FIELDS}
      onTry={() => setAsked(true)}
    >
      <Alert variant="light" color="gray" title={`“${client}” asks for a token of yours`}>
        <Text>
          The request came <Instant at={asked} /> from <span className="mono">{address}</span>. The name is what the
          client says of itself. If you didn't just start this yourself, refuse it.
        </Text>
      </Alert>
      {isRefused && (
        <Alert variant="light" color="danger" title="You can't approve this">
          {policy.allowed.reason}
        </Alert>
      )}
      <Text>This token acts as you. It has your permissions, and changes to your roles apply immediately.</Text>
      <NameFields {...TOKEN_WORDS} input={form.getInputProps} />
      <ExpiryFields expiry={expiry} isAsked={isAsked} error={approve.error} />
      <PolicyHint policy={policy} />
    </Form>
  )
}
