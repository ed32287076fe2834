import { Text } from '@mantine/core'
import { PERMISSIONS } from '../../../contract/core/permissions.ts'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'

/** What narrows a token, in words. */
export const LimitsText = ({ token: { limits, rotatesItself } }: { token: PersonalToken }) => {
  const { readOnly, permissions, addressRanges } = limits
  const isLimited = readOnly || permissions !== null || addressRanges !== null
  return (
    <>
      {!isLimited && <Text>None: it can do what its owner can do.</Text>}
      {readOnly && <Text>Read-only.</Text>}
      {permissions && <Text>Only: {permissions.map(permission => PERMISSIONS[permission].name).join(', ')}.</Text>}
      {addressRanges && (
        <Text>
          Only from <span className="mono">{addressRanges.join(', ')}</span>.
        </Text>
      )}
      {rotatesItself && <Text>It may rotate itself.</Text>}
    </>
  )
}
