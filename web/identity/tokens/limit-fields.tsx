import { Checkbox, Collapse, Fieldset, Radio, Stack, Switch, Textarea, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { ALL_PERMISSIONS, isPermission, PERMISSIONS } from '../../../contract/core/permissions.ts'
import { ApiError, fieldError } from '../../core/api/api-error.ts'
import { byTopic } from '../access/permission-topics.ts'
import { abilityFor, useMe } from '../sessions/me.ts'
import classes from './limit-fields.module.css'
import type { LimitsState } from './use-limits.ts'

type Props = {
  limits: LimitsState
  /** The workspace requires it. */
  isReadOnly?: boolean | undefined
  isAsked: boolean
  error: unknown
}

/** What narrows a token, behind one line until it is wanted or set. */
export const LimitFields = ({ limits, isReadOnly = false, isAsked, error }: Props) => {
  const id = useId()
  const [isOpened, setOpened] = useState(limits.isAny)
  const isOpen = isOpened || (isAsked && limits.fault !== undefined) || isLimitError(error)
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <div>
      <UnstyledButton
        className={classes.toggle}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpened(!isOpen)}
      >
        <Chevron size={16} aria-hidden />
        Limit this token
      </UnstyledButton>
      <Collapse expanded={isOpen} id={id}>
        <Stack gap="md" pt="sm">
          <Switch
            label="Read-only"
            description={
              isReadOnly
                ? 'Your workspace requires your tokens to be read-only.'
                : 'It may look at everything you may see and change nothing.'
            }
            checked={limits.readOnly || isReadOnly}
            disabled={isReadOnly}
            error={fieldError(error, 'limits.readOnly')}
            onChange={event => limits.setReadOnly(event.currentTarget.checked)}
          />
          <Permissions limits={limits} isAsked={isAsked} error={error} />
          <Ranges limits={limits} error={error} />
          <Switch
            label="It may rotate itself"
            description="The token can replace its secret with a new one. You are notified each time."
            checked={limits.rotatesItself}
            onChange={event => limits.setRotatesItself(event.currentTarget.checked)}
          />
        </Stack>
      </Collapse>
    </div>
  )
}

const isLimitError = (error: unknown) => error instanceof ApiError && (error.field ?? '').startsWith('limits')

const Permissions = ({ limits, isAsked, error }: Props) => {
  const me = useMe()
  const held = ALL_PERMISSIONS.filter(permission => abilityFor(me, { needs: { permission } }).allowed)
  const fault = (isAsked ? limits.fault : undefined) ?? fieldError(error, 'limits.permissions')
  return (
    <Radio.Group
      label="What it may do"
      value={limits.isSubset ? 'some' : 'all'}
      onChange={value => limits.setSubset(value === 'some')}
      error={fault}
    >
      <Stack gap={6} mt={4}>
        <Radio value="all" label="All that you may do, now and later" />
        <Radio value="some" label="Only what you choose here, as long as you may do it yourself" />
        {limits.isSubset && (
          <Checkbox.Group
            aria-label="Permissions of the token"
            value={[...limits.permissions]}
            onChange={ids => limits.setPermissions(ids.filter(isPermission))}
          >
            <div className={classes.permissions}>
              {byTopic({ among: held }).map(({ topic, permissions }) => (
                <Fieldset key={topic} legend={topic} p="xs">
                  <Stack gap={6}>
                    {permissions.map(permission => (
                      <Checkbox key={permission} value={permission} label={PERMISSIONS[permission].name} />
                    ))}
                  </Stack>
                </Fieldset>
              ))}
            </div>
          </Checkbox.Group>
        )}
      </Stack>
    </Radio.Group>
  )
}

const isLeftOut = (error: unknown) =>
  error instanceof ApiError && error.status === 409 && error.field === 'limits.addressRanges'

/** Ranges that exclude the person who sets them need a confirmation, once the server has checked them. */
const Ranges = ({ limits, error }: Pick<Props, 'limits' | 'error'>) => (
  <>
    <Textarea
      label="Where it may be used"
      description="Addresses or ranges, one a line. Leave it empty for anywhere."
      placeholder="10.0.0.0/8"
      classNames={{ input: 'mono' }}
      autosize
      minRows={1}
      maxRows={6}
      value={limits.ranges}
      error={limits.withoutMe ? undefined : fieldError(error, 'limits.addressRanges')}
      onChange={event => limits.setRanges(event.currentTarget.value)}
    />
    {(isLeftOut(error) || limits.withoutMe) && (
      <Checkbox
        size="xs"
        label="Yes, it shall not work from where I am now"
        checked={limits.withoutMe}
        onChange={event => limits.setWithoutMe(event.currentTarget.checked)}
      />
    )}
  </>
)
