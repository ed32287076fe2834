import type { Notice } from '../../../contract/outbound/notices.ts'
import { paths } from '../../core/layout/paths.ts'

/** Where the thing is that a notice speaks of. */
export const subjectPath = ({ kind, subject }: Notice): string | undefined => {
  if (kind === 'key-expiring') return paths.apiKeys
  if (kind === 'webhook-disabled') return paths.webhooks
  if (kind === 'identity-linked' || kind === 'identity-unlinked') return paths.profile
  return subject.startsWith('pt') ? paths.token(subject) : undefined
}
