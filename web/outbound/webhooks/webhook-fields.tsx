import { Checkbox, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { WEBHOOK_EVENTS, type Webhook, type WebhookEvent } from '../../../contract/outbound/webhooks.ts'
import { EVENT_WORDS } from './event-words.ts'

const isEvent = (name: string): name is WebhookEvent => WEBHOOK_EVENTS.some(event => event === name)

type WebhookForm = ReturnType<typeof useWebhookForm>

/** A webhook while it is being written, beginning with what it is. */
export const useWebhookForm = (before?: Webhook) =>
  useForm({
    initialValues: {
      url: before?.url ?? '',
      description: before?.description ?? '',
      events: before?.events ?? [...WEBHOOK_EVENTS],
      enabled: before?.enabled ?? true,
    },
    validate: { url: isNotEmpty('Enter an address.'), events: isNotEmpty('Choose at least one event.') },
    transformValues: ({ url, description, ...rest }) => ({
      ...rest,
      url: url.trim(),
      description: description.trim() || null,
    }),
  })

export const WebhookFields = ({ form }: { form: WebhookForm }) => (
  <>
    <TextInput
      label="Address"
      description="https, and not inside the server's own network unless its settings allow that"
      placeholder="https://hooks.example.com/portico"
      type="url"
      required
      data-autofocus
      {...form.getInputProps('url')}
    />
    <Textarea
      label="Description"
      autosize
      minRows={1}
      maxRows={4}
      maxLength={1000}
      {...form.getInputProps('description')}
    />
    <Checkbox.Group
      label="Events"
      value={form.values.events}
      onChange={names => form.setFieldValue('events', names.filter(isEvent))}
      error={form.errors.events}
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" verticalSpacing={6} mt={4}>
        {WEBHOOK_EVENTS.map(event => (
          <Checkbox
            key={event}
            value={event}
            label={EVENT_WORDS[event]}
            description={<span className="mono">{event}</span>}
          />
        ))}
      </SimpleGrid>
    </Checkbox.Group>
  </>
)
