import { Checkbox, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { exactText } from '../../core/ui/instant-text.ts'
import { ExpiryFields } from './expiry-fields.tsx'
import { useExpiry } from './use-expiry.ts'

export type ExpiryEditState = ReturnType<typeof useExpiryEdit>

/** The expiry stays unless someone says that it shall move. */
export const useExpiryEdit = (token: PersonalToken) => {
  const [isMoving, setMoving] = useState(false)
  const expiry = useExpiry({ timeZone: token.timeZone ?? undefined })
  return {
    isMoving,
    setMoving,
    expiry,
    fault: isMoving ? expiry.fault : undefined,
    chosen: isMoving ? { expirationDate: null, ...expiry.chosen } : {},
  }
}

type Props = { token: PersonalToken; edit: ExpiryEditState; isAsked: boolean; error: unknown }

export const ExpiryEdit = ({ token, edit, isAsked, error }: Props) => (
  <Stack gap="xs">
    <Text size="sm">
      {token.expirationDate === null
        ? 'It works until you revoke it.'
        : `It works until ${exactText(Date.parse(token.expirationDate))}.`}
    </Text>
    <Checkbox
      size="xs"
      label="Choose another expiration date"
      checked={edit.isMoving}
      onChange={event => edit.setMoving(event.currentTarget.checked)}
    />
    {edit.isMoving && <ExpiryFields expiry={edit.expiry} isAsked={isAsked} error={error} />}
  </Stack>
)
