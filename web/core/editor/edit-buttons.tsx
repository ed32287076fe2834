import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { type Ability, ActionButton } from '../ui/action-button.tsx'
import type { useCheck } from './use-check.ts'

type Props = {
  aside?: ReactNode
  ability: Ability
  check: ReturnType<typeof useCheck>
  /** The label of the next step: review or save. */
  nextLabel: string
  isPending: boolean
  onNext: () => void
}

export const EditButtons = ({ aside, ability, check, nextLabel, isPending, onNext }: Props) => (
  <Group gap="sm" justify="flex-end">
    {aside}
    {ability.allowed && (
      <Button variant="default" onClick={check.checkNow} loading={check.isChecking && !isPending}>
        Check
      </Button>
    )}
    <ActionButton ability={ability} onClick={onNext} loading={isPending}>
      {nextLabel}
    </ActionButton>
  </Group>
)
