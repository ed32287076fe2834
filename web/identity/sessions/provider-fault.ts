import type { SignInProblem } from '../../../contract/identity/sessions.ts'

/** Why the identity provider's answer was refused. The address carries a code only: whoever writes a link writes no sentence. */
const FAULTS: Record<SignInProblem, string> = {
  denied: 'You stopped at the provider, or it refused. Try again.',
  expired: 'This took too long, or was begun in another browser. Try again.',
  'domain-not-allowed': 'Addresses of your domain may not sign in here. Ask an administrator.',
  deactivated: 'Your account is deactivated. Ask an administrator.',
  'email-missing': 'The provider gave no verified email address. Ask the person who runs it.',
  'account-exists':
    'There is an account with your email. Sign in to it first, then link the provider in Settings, My profile.',
  'email-reads-the-same':
    'Your email reads the same as another person’s here, so you can’t be added. Contact an administrator.',
  'invitation-not-valid': 'This invitation is for another address, or is no longer valid. Ask for a new one.',
  'provider-unreachable': 'The provider cannot be reached. Try again in a moment.',
  'not-set-up': 'No accounts exist yet. Open the set-up link that the server printed when it started.',
  'another-person':
    'The account you signed in with there isn’t linked to this one. Try again with an account that is listed in Settings, My profile.',
  'linked-to-another':
    'That account is already linked to another person here. Use a different one, or contact an administrator.',
  'proof-expired': 'You confirmed your identity too long ago. Link the account again.',
  failed: 'The provider’s answer could not be used. Try again; if it stays, ask an administrator.',
}

const isKnown = (code: string): code is SignInProblem => Object.hasOwn(FAULTS, code)

export const providerFault = (code: string): string => FAULTS[isKnown(code) ? code : 'failed']
