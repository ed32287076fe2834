import * as T from 'typebox'
import { Email } from '../../../contract/core/schemas.ts'
import { check } from '../../core/http/check.ts'
import { comparableEmail } from './comparable.ts'

const Checked = T.Object({ email: Email })

/** The form in which an email is stored: NFKC may make it longer, or put in what an email has no room for. @throws Problem 400 */
export const newEmail = (typed: string): string => {
  const email = comparableEmail(typed)
  check(Checked, { email }, 'email')
  return email
}
