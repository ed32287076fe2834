import { Group, NativeSelect, Radio, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { fieldError } from '../../core/api/api-error.ts'
import { CHOICE_LABELS, CHOICES, DEFAULT_CHOICE, timeZones } from './expiry-choice.ts'
import classes from './expiry-fields.module.css'
import { expiryText } from './expiry-text.ts'
import type { ExpiryState } from './use-expiry.ts'

type Props = {
  expiry: ExpiryState
  /** The form was sent once: what is missing is said. */
  isAsked: boolean
  /** What creating failed with. */
  error: unknown
}

/** Expiration date: the choices, and the exact instant it will stop, as the server computes it. */
export const ExpiryFields = ({ expiry, isAsked, error }: Props) => {
  const { choice, setChoice, picked, setPicked, today } = expiry
  const choose = (value: string) => setChoice(CHOICES.find(one => one === value) ?? DEFAULT_CHOICE)
  const isEmpty = choice === 'day' && picked === ''
  const fault = (isEmpty && !isAsked ? undefined : expiry.fault) ?? fieldError(error, 'expirationDate')
  return (
    <Stack gap="xs">
      <Radio.Group
        label="Expiration date"
        value={choice}
        onChange={choose}
        error={choice === 'day' ? undefined : fault}
      >
        <Group gap="md" mt={4}>
          {CHOICES.map(one => (
            <Radio key={one} value={one} label={CHOICE_LABELS[one]} size="xs" />
          ))}
        </Group>
      </Radio.Group>
      {choice === 'day' && (
        <TextInput
          type="date"
          label="Last day"
          w={200}
          min={today}
          max="9999-12-31"
          value={picked}
          error={fault}
          onChange={event => setPicked(event.currentTarget.value)}
        />
      )}
      <div className={classes.preview} aria-live="polite">
        <Preview expiry={expiry} />
      </div>
      {choice !== 'never' && <ZoneField expiry={expiry} error={fieldError(error, 'timeZone')} />}
    </Stack>
  )
}

const Preview = ({ expiry: { choice, answer, stops, fault } }: { expiry: ExpiryState }) => {
  if (choice === 'never') return <Text>Works until you revoke it. A date is safer.</Text>
  if (fault || !answer) return null
  if (answer.isError)
    return (
      <Text c="dimmed">When it will stop cannot be shown now: Portico did not answer. You can still create it.</Text>
    )
  const { lastDay, timeZone } = answer.data ?? {}
  if (!lastDay || !timeZone || stops === undefined) return null
  return <Text>{expiryText(lastDay, stops, timeZone)}</Text>
}

const takeFocus = (element: HTMLElement | null) => element?.focus()

const ZoneField = ({ expiry, error }: { expiry: ExpiryState; error: string | undefined }) => {
  const [isOpen, setOpen] = useState(false)
  const fault = expiry.zoneFault ?? error
  if (!isOpen && !fault)
    return (
      <UnstyledButton className={classes.change} onClick={() => setOpen(true)}>
        Change time zone
      </UnstyledButton>
    )
  return (
    <NativeSelect
      label="Time zone"
      data={timeZones()}
      value={expiry.timeZone}
      onChange={event => expiry.setTimeZone(event.currentTarget.value)}
      error={fault}
      maw={320}
      ref={isOpen ? takeFocus : undefined}
    />
  )
}
