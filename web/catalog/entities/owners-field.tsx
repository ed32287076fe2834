import { ActionIcon, Group, Input, Stack, Text, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { FormOwner } from '../../../contract/catalog/descriptor-form.ts'
import { listUsers } from '../../../contract/identity/users.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { findPeople, findTagged } from './descriptor-values.ts'
import classes from './entity-form.module.css'
import type { GivenFields } from './entity-form.tsx'
import { LockedField } from './locked-field.tsx'
import { PickField } from './pick-field.tsx'

const KINDS = { GROUP: 'Team or group', EMAIL: 'Person', SLACK: 'Slack channel' } as const

const findTeams = findTagged(['team'])

/** Teams and people. The field in which one is entered decides which it is. */
export const OwnersField = ({ values: { owners }, set, fault, reasonOf, onYaml }: GivenFields) => {
  const add = (owner: FormOwner) => {
    const isThere = owners.some(one => one.type === owner.type && one.owner === owner.owner)
    if (!isThere && owner.owner !== '') set('owners', [...owners, owner])
  }
  const remove = (at: number) =>
    set(
      'owners',
      owners.filter((_, index) => index !== at),
    )
  return (
    <LockedField label="Owners" reason={reasonOf('owners')} onYaml={onYaml}>
      <Input.Wrapper label="Owners" labelElement="div" error={fault('owners')}>
        <Stack gap="xs">
          {owners.length === 0 && <Text c="dimmed">No owners.</Text>}
          {owners.length > 0 && (
            <ul className={classes.list} aria-label="Owners">
              {owners.map((owner, index) => (
                <li key={`${owner.type} ${owner.owner}`} className={classes.owner}>
                  <span className={classes.kind}>{KINDS[owner.type]}</span>
                  <span className="mono">{owner.owner}</span>
                  <Remove what={owner.owner} onRemove={() => remove(index)} />
                  {fault('owners', index) && <Input.Error>{fault('owners', index)}</Input.Error>}
                </li>
              ))}
            </ul>
          )}
          <AddOwner add={add} />
        </Stack>
      </Input.Wrapper>
    </LockedField>
  )
}

const AddOwner = ({ add }: { add: (owner: FormOwner) => void }) => {
  const seesPeople = abilityFor(useMe(), listUsers).allowed
  return (
    <>
      <Adder label="Add a team" find={findTeams} add={owner => add({ type: 'GROUP', owner, provider: 'CORTEX' })} />
      <Adder
        label="Add a person"
        find={seesPeople ? findPeople : undefined}
        add={owner => add({ type: 'EMAIL', owner })}
      />
    </>
  )
}

type AdderProps = { label: string; find: typeof findPeople | undefined; add: (owner: string) => void }

const Adder = ({ label, find, add }: AdderProps) => {
  const [typed, setTyped] = useState('')
  const picked = useRef<string>(undefined)
  const done = (owner: string) => {
    add(owner.trim())
    setTyped('')
  }
  /** A selected suggestion is reported as typed text too. */
  const pick = (owner: string) => {
    picked.current = owner
    done(owner)
  }
  const change = (text: string) => {
    setTyped(text === picked.current ? '' : text)
    picked.current = undefined
  }
  const onKeyDown = (event: { key: string; preventDefault: () => void }) => {
    if (event.key !== 'Enter' || typed.trim() === '') return
    event.preventDefault()
    done(typed)
  }
  const input = { label, value: typed, maxLength: 254, autoComplete: 'off', className: classes.grow }
  return (
    <Group gap="xs" align="flex-end">
      {find ? (
        <PickField {...input} name={label} onChange={change} onPick={pick} find={find} />
      ) : (
        <TextInput {...input} onChange={event => setTyped(event.currentTarget.value)} onKeyDown={onKeyDown} />
      )}
      <ActionButton
        variant="default"
        ability={{ allowed: typed.trim() !== '', reason: 'Enter or select a value first.' }}
        aria-label={label}
        onClick={() => done(typed)}
      >
        Add
      </ActionButton>
    </Group>
  )
}

export const Remove = ({ what, onRemove }: { what: string; onRemove: () => void }) => (
  <ActionIcon variant="subtle" color="red" aria-label={`Remove ${what}`} className={classes.remove} onClick={onRemove}>
    <IconTrash size={16} />
  </ActionIcon>
)
