import type { Config } from '../../config.ts'
import { forbidden } from '../../core/problems/problems.ts'

/** @throws Problem 403 where people sign in with the identity provider alone */
export const needPasswords = ({ passwordSignIn, oidc }: Config) => {
  if (passwordSignIn) return
  throw forbidden(`Passwords are turned off in this workspace. Sign in with ${oidc?.name ?? 'the identity provider'}.`)
}
