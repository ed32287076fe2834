import { useForm } from '@mantine/form'
import type { BodyOf } from '../../../contract/core/operation.ts'
import type { saveTokenPolicy, TokenPolicy } from '../../../contract/identity/policy.ts'

const textOf = (value: number | null) => (value === null ? '' : String(value))
const numberOf = (text: string) => (text.trim() === '' ? null : Number(text))
const countFault = (text: string) => (/^\s*\d{0,5}\s*$/.test(text) ? undefined : 'Enter a whole number or leave empty.')

export type PolicyForm = ReturnType<typeof usePolicyForm>

/** The policy while it is being written. */
export const usePolicyForm = (before: TokenPolicy) =>
  useForm({
    initialValues: {
      rolesOff: before.rolesOff,
      readOnlyRoles: before.readOnlyRoles,
      longestDays: textOf(before.longestDays),
      idleDays: textOf(before.idleDays),
      mostTokens: textOf(before.mostTokens),
      expiryRequired: before.expiryRequired,
      deviceSignIn: before.deviceSignIn,
    },
    validate: { longestDays: countFault, idleDays: countFault, mostTokens: countFault },
    validateInputOnChange: true,
    transformValues: (values): BodyOf<typeof saveTokenPolicy> => ({
      ...values,
      longestDays: numberOf(values.longestDays),
      idleDays: numberOf(values.idleDays),
      mostTokens: numberOf(values.mostTokens),
    }),
  })
