import { Button, Group, Text } from '@mantine/core'

type Props = {
  /** From 0. */
  page: number
  pageSize: number
  total: number
  /** What is counted, in the plural: `tokens`. */
  noun: string
  onPage: (page: number) => void
}

/** Where one is in a long list, and the way to the next part; nothing where all of it is on the page. */
export const Pager = ({ page, pageSize, total, noun, onPage }: Props) => {
  if (total <= pageSize && page === 0) return null
  const last = Math.max(0, Math.ceil(total / pageSize) - 1)
  const from = page * pageSize + 1
  const to = Math.min(total, from + pageSize - 1)
  return (
    <Group role="navigation" aria-label={`Pages of ${noun}`} justify="space-between" gap="sm">
      <Text c="dimmed" role="status">
        {from <= total ? `${from}–${to} of ${total} ${noun}` : `This page is past the end: ${total} ${noun} in all`}
      </Text>
      <Group gap="xs">
        <Button variant="default" disabled={page === 0} onClick={() => onPage(Math.min(page - 1, last))}>
          Previous
        </Button>
        <Button variant="default" disabled={page >= last} onClick={() => onPage(page + 1)}>
          Next
        </Button>
      </Group>
    </Group>
  )
}
