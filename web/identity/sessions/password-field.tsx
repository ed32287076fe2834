import { PasswordInput } from '@mantine/core'

export const SHORTEST_PASSWORD = 12
export const LONGEST_PASSWORD = 128

/** What is wrong with a new password as far as its length says; whether it is a common one, the server knows. */
export const passwordFault = (password: string): string | undefined => {
  const length = [...password].length
  if (length < SHORTEST_PASSWORD) return `Use ${SHORTEST_PASSWORD} characters or more. This has ${length}.`
  if (length > LONGEST_PASSWORD) return `Use ${LONGEST_PASSWORD} characters or fewer. This has ${length}.`
  return undefined
}

type Props = { label?: string; value: string; onChange: (value: string) => void; error?: string; autoFocus?: boolean }

/** A field for a new password. */
export const NewPasswordField = ({ label = 'Password', value, onChange, error, autoFocus }: Props) => (
  <PasswordInput
    label={label}
    description="12 to 128 characters"
    autoComplete="new-password"
    required
    value={value}
    error={error}
    data-autofocus={autoFocus || undefined}
    onChange={event => onChange(event.currentTarget.value)}
  />
)
