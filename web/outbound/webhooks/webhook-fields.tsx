import { Checkbox, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { WEBHOOK_EVENTS, type Webhook, type WebhookEvent } from '../../../contract/outbound/webhooks.ts'
import { fieldError } from '../../core/api/api-error.ts'

const isEvent = (name: string): name is WebhookEvent => WEBHOOK_EVENTS.some(event => event === name)

export type WebhookState = ReturnType<typeof useWebhookFields>

export const WEBHOOK_FIELDS = ['url', 'description', 'events'] as const

/** A webhook while it is being written, beginning with what it is. */
export const useWebhookFields = (before?: Webhook) => {
  const [url, setUrl] = useState(before?.url ?? '')
  const [description, setDescription] = useState(before?.description ?? '')
  const [events, setEvents] = useState<readonly WebhookEvent[]>(before?.events ?? [...WEBHOOK_EVENTS])
  return {
    url,
    setUrl,
    description,
    setDescription,
    events,
    setEvents,
    isComplete: url.trim() !== '' && events.length > 0,
    body: { url: url.trim(), description: description.trim() || null, events: [...events] },
  }
}

type Props = { fields: WebhookState; isAsked: boolean; error: unknown }

export const WebhookFields = ({ fields, isAsked, error }: Props) => (
  <>
    <TextInput
      label="Address"
      description="https, and not inside the server's own network unless its settings allow that"
      placeholder="https://hooks.example.com/portico"
      type="url"
      required
      data-autofocus
      value={fields.url}
      error={isAsked && fields.url.trim() === '' ? 'Enter an address.' : fieldError(error, 'url')}
      onChange={event => fields.setUrl(event.currentTarget.value)}
    />
    <Textarea
      label="Description"
      autosize
      minRows={1}
      maxRows={4}
      maxLength={1000}
      value={fields.description}
      error={fieldError(error, 'description')}
      onChange={event => fields.setDescription(event.currentTarget.value)}
    />
    <Checkbox.Group
      label="Events"
      value={[...fields.events]}
      onChange={names => fields.setEvents(names.filter(isEvent))}
      error={isAsked && fields.events.length === 0 ? 'Choose at least one event.' : fieldError(error, 'events')}
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" verticalSpacing={6} mt={4}>
        {WEBHOOK_EVENTS.map(event => (
          <Checkbox key={event} size="xs" value={event} label={<span className="mono">{event}</span>} />
        ))}
      </SimpleGrid>
    </Checkbox.Group>
  </>
)
