import { Anchor, Button, Group, Loader, Modal, Stack, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { answerAddress } from '../core/layout/help.tsx'
import type { Hit } from '../core/layout/slice.ts'
import { ErrorState } from '../core/ui/error-state.tsx'
import { askDocs, type DocsAnswer } from './docs-answer.ts'
import { KeysTable } from './keys-table.tsx'
import { Quote } from './quote.tsx'

type Props = { opened: boolean; question: string; onClose: () => void }

const LONGEST_QUESTION = 200

/** Asks the documentation, and shows the keys. */
export const HelpDialog = ({ opened, question, onClose }: Props) => (
  <Modal opened={opened} onClose={onClose} title="Help" size="lg">
    {opened && <Help key={question} question={question} />}
  </Modal>
)

/** What the page behind the dialog says that the documentation has about it, such as `personal-tokens#rotate-it`. */
const docsOfPage = () => document.querySelector<HTMLElement>('main [data-docs]')?.dataset.docs

const Help = ({ question }: { question: string }) => {
  const [text, setText] = useState(question)
  const [asked, setAsked] = useState(question)
  const [docs] = useState(docsOfPage)
  const page = docs?.split('#')[0] ?? 'index'
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(text.trim())
  }
  return (
    <Stack gap="md">
      <form aria-label="Ask the documentation" onSubmit={submit}>
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            data-autofocus
            flex={1}
            label="Question"
            placeholder="How do I …?"
            maxLength={LONGEST_QUESTION}
            autoComplete="off"
            value={text}
            onChange={event => setText(event.currentTarget.value)}
          />
          <Button type="submit">Ask</Button>
        </Group>
      </form>
      <div aria-live="polite">{asked !== '' && <Answer question={asked} page={page} />}</div>
      <Group gap="md">
        {docs && <Anchor href={`/docs/${docs}`}>About this page</Anchor>}
        <Anchor href="/docs/index">All documentation</Anchor>
      </Group>
      <Stack gap="xs">
        <Title order={3}>Keyboard</Title>
        <KeysTable />
      </Stack>
    </Stack>
  )
}

const Answer = ({ question, page }: { question: string; page: string }) => {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['docs answer', question, page],
    queryFn: ({ signal }) => askDocs(question, page, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  if (isFetching) return <Loader size="sm" aria-label="Looking for an answer" />
  if (error)
    return (
      <ErrorState
        title="No answer"
        details={error.message}
        action={
          <Button variant="default" size="xs" onClick={() => void refetch()}>
            Try again
          </Button>
        }
      />
    )
  if (!data) return null
  return (
    <Stack gap="sm">
      <Quoted {...data} />
      {data.others.length > 0 && (
        <Others hits={data.others} title={data.source ? 'More sections' : 'Closest sections'} />
      )}
      <Anchor href={answerAddress(question, page)} size="xs">
        All results
      </Anchor>
    </Stack>
  )
}

const Quoted = ({ quotes, source }: DocsAnswer) => {
  if (!source) return <Text>Nothing in the documentation answers this. Try other words.</Text>
  return (
    <Stack component="section" gap="xs" aria-label="Answer">
      {quotes.map(quote => (
        <Quote key={quote} markdown={quote} />
      ))}
      <Text size="xs" c="dimmed">
        From{' '}
        <Anchor href={source.to} underline="always">
          {source.hint ? `${source.hint}: ${source.label}` : source.label}
        </Anchor>
      </Text>
    </Stack>
  )
}

const Others = ({ title, hits }: { title: string; hits: readonly Hit[] }) => (
  <div>
    <Text size="xs" c="dimmed">
      {title}
    </Text>
    {hits.map(({ label, hint, to }) => (
      <div key={to}>
        <Anchor href={to}>{hint ? `${hint}: ${label}` : label}</Anchor>
      </div>
    ))}
  </div>
)
