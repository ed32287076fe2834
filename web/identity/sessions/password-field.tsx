import { PasswordInput, type PasswordInputProps } from '@mantine/core'

export const SHORTEST_PASSWORD = 12
export const LONGEST_PASSWORD = 128

/** What is wrong with a new password as far as its length says; whether it is a common one, the server knows. */
export const passwordFault = (password: string): string | undefined => {
  const length = [...password].length
  if (length < SHORTEST_PASSWORD) return `Use ${SHORTEST_PASSWORD} characters or more. This has ${length}.`
  if (length > LONGEST_PASSWORD) return `Use ${LONGEST_PASSWORD} characters or fewer. This has ${length}.`
  return undefined
}

/** A field for a new password. */
export const NewPasswordField = ({ label = 'Password', ...field }: PasswordInputProps) => (
  <PasswordInput
    label={label}
    description="12 to 128 characters"
    autoComplete="new-password"
    required
    withAsterisk={false}
    {...field}
  />
)
