import { Button, Divider, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { prove, signInOptions, startOidc } from '../../../contract/identity/sessions.ts'
import { ask, useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { useMe } from './me.ts'
import { onProvedElsewhere } from './proved-elsewhere.ts'

type Answer = (isProved: boolean) => void

/** Above any other dialog: the form that asked stays beneath, as it was. */
const ABOVE = 400

export const ProofQuestion = ({ opened, onDone }: { opened: boolean; onDone: Answer }) => (
  <Modal
    opened={opened}
    onClose={() => onDone(false)}
    title="Confirm your identity"
    closeOnClickOutside={false}
    zIndex={ABOVE}
  >
    {opened && <Ways onDone={onDone} />}
  </Modal>
)

const Ways = ({ onDone }: { onDone: Answer }) => {
  const me = useMe()
  const options = useQuery(ask(signInOptions, {}))
  return (
    <Stack gap="md">
      <Text>This changes access. You won't be asked again for 15 minutes.</Text>
      <Loaded query={options} lines={2}>
        {({ password, oidc }) => {
          const byPassword = password && me.hasPassword
          const byProvider = me.linkedToProvider ? oidc : null
          return (
            <>
              {byPassword && <ByPassword onDone={onDone} />}
              {byPassword && byProvider && <Divider label="or" />}
              {byProvider && <ByProvider name={byProvider.name} onDone={onDone} />}
              {!byPassword && !byProvider && <Text>Sign out and in again, then repeat this.</Text>}
            </>
          )
        }}
      </Loaded>
    </Stack>
  )
}

const ByPassword = ({ onDone }: { onDone: Answer }) => {
  const send = useSend(prove)
  const form = useForm({ initialValues: { password: '' } })
  return (
    <Form
      form={form}
      send={send}
      onSubmit={body => send.mutate({ body }, { onSuccess: () => onDone(true) })}
      submit="Confirm"
      disabled={form.values.password === ''}
      onCancel={() => onDone(false)}
    >
      <PasswordInput
        label="Your password"
        autoComplete="current-password"
        data-autofocus
        {...form.getInputProps('password')}
      />
    </Form>
  )
}

/** In a tab of its own, so that what was typed here stays; that tab says when it is done. */
const ByProvider = ({ name, onDone }: { name: string; onDone: Answer }) => {
  const start = useSend(startOidc)
  useEffect(() => onProvedElsewhere(() => onDone(true)), [onDone])
  const open = () => {
    const tab = window.open('about:blank')
    const leave = ({ url }: { url: string }) => (tab ? tab.location.replace(url) : window.location.assign(url))
    start.mutate({ body: { prove: true, returnTo: paths.proved } }, { onSuccess: leave, onError: () => tab?.close() })
  }
  return (
    <Stack gap="sm">
      <Button variant="default" onClick={open} loading={start.isPending}>
        Confirm with {name}
      </Button>
      {start.isSuccess && <Text size="sm">Sign in there in the new tab, then come back here.</Text>}
      <Problem error={start.error} />
    </Stack>
  )
}
