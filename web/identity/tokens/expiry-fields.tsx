import { NativeSelect, Radio, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { fieldError } from '../../core/api/api-error.ts'
import { dayText } from '../../core/ui/instant-text.ts'
import { boundText } from '../policy/bound-text.ts'
import { whyNot } from './allowed-choice.ts'
import { CHOICE_LABELS, CHOICES, type Choice, DEFAULT_CHOICE, timeZones } from './expiry-choice.ts'
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
  const { choice, setChoice, picked, setPicked, today, bounds } = expiry
  const choose = (value: string) => setChoice(CHOICES.find(one => one === value) ?? DEFAULT_CHOICE)
  const bound = boundText(bounds)
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
        <div className={classes.choices}>
          {CHOICES.map(one => (
            <ChoiceRadio key={one} choice={one} expiry={expiry} />
          ))}
        </div>
      </Radio.Group>
      {bound && (
        <Text size="sm" c="dimmed">
          {bound}
        </Text>
      )}
      {choice === 'day' && (
        <TextInput
          type="date"
          label="Last day"
          w={200}
          min={today}
          max={bounds.latestDay ?? '9999-12-31'}
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

/** With its date or, where the policy rules it out, the reason. */
const ChoiceRadio = ({ choice, expiry }: { choice: Choice; expiry: ExpiryState }) => {
  const reason = whyNot(choice, expiry.bounds)
  const day = expiry.dayOf(choice)
  return (
    <Radio
      value={choice}
      label={CHOICE_LABELS[choice]}
      description={reason ?? (day && dayText(day, 'short'))}
      disabled={reason !== undefined}
    />
  )
}

const Preview = ({ expiry: { choice, answer, stops, fault } }: { expiry: ExpiryState }) => {
  if (choice === 'never') return <Text>Valid until you revoke it. We recommend an expiration date.</Text>
  if (fault || !answer) return null
  if (answer.isError)
    return (
      <Text c="dimmed">The exact time can't be shown now because Portico didn't answer. You can still create it.</Text>
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
