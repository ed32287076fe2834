import { List, Stack, Text } from '@mantine/core'
import {
  POLICY_RULES,
  type PolicyPreview,
  type PolicyRule,
  type TouchedToken,
} from '../../../contract/identity/policy.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'

const RULES: Readonly<Record<PolicyRule, string>> = {
  rolesOff: 'belong to people without a role that allows tokens',
  longestDays: 'work longer than allowed',
  expiryRequired: 'have no expiration date',
  readOnlyRoles: 'should be read-only',
  idleDays: 'are not used: their owners are warned, then they end',
  mostTokens: 'are more than a person may have; they stay',
}

const outcomeOf = ({ outcome, becomes }: TouchedToken) => {
  if (outcome === 'ENDS') return 'ends'
  if (outcome === 'WARNED') return 'ends later unless it is used'
  if (outcome === 'STAYS') return 'stays'
  return [becomes.lastDay && `ends after ${becomes.lastDay}`, becomes.readOnly && 'becomes read-only']
    .filter(Boolean)
    .join(', ')
}

type Props = { preview: PolicyPreview; isSaving?: boolean }

/** Whom a policy touches, in numbers and by name. */
export const PolicyPreviewText = ({ preview: { rules, total, touched, ending, tokens }, isSaving = false }: Props) => {
  if (total === 0) return <Text>No active tokens break this policy.</Text>
  return (
    <Stack gap="xs">
      <Text>
        {total} active {total === 1 ? 'token breaks' : 'tokens break'} this policy.{' '}
        {isSaving
          ? 'Saving changes none of them; you can apply the policy afterwards.'
          : `Applying ends ${ending} and changes ${touched - ending}.`}
      </Text>
      <List size="sm">
        {POLICY_RULES.filter(rule => rules[rule] > 0).map(rule => (
          <List.Item key={rule}>
            {rules[rule]} {RULES[rule]}
          </List.Item>
        ))}
      </List>
      <Stack
        gap={4}
        mah={220}
        style={{ overflowY: 'auto' }}
        tabIndex={0}
        role="region"
        aria-label="Tokens that break this policy"
      >
        {tokens.map(token => (
          <Text key={token.cid} size="sm">
            <TextLink to={paths.token(token.cid)}>{token.name}</TextLink> of {token.owner.email}: {outcomeOf(token)}
          </Text>
        ))}
      </Stack>
    </Stack>
  )
}
