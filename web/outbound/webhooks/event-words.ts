import type { WebhookEvent } from '../../../contract/outbound/webhooks.ts'

/** Names of the events that webhooks receive. */
export const EVENT_WORDS: Readonly<Record<WebhookEvent, string>> = {
  'token.created': 'Token created',
  'token.rotated': 'Token rotated',
  'token.used-from-new-place': 'Token used from a new place',
  'token.expiring': 'Token expires soon',
  'token.revoked': 'Token revoked',
  'key.created': 'API key created',
  'key.expiring': 'API key expires soon',
  'key.deleted': 'API key deleted',
}

const words = new Map<string, string>(Object.entries(EVENT_WORDS))

export const eventText = (event: string) => words.get(event) ?? (event === 'ping' ? 'Test' : event)
