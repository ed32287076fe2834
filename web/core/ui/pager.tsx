import { Button, Group, Text } from '@mantine/core'

/** What is counted: one of it, and several. */
export type Noun = readonly [one: string, several: string]

export type Paging = {
  /** From 0. */
  page: number
  pageSize: number
  total: number
  /** Where the server counts no further than this. */
  most?: number | undefined
  onPage: (page: number) => void
}

type Props = Paging & { noun: Noun }

const numberText = (count: number) => count.toLocaleString('en-US')

/** How many there are. */
export const Count = ({ total, noun: [one, several] }: { total: number; noun: Noun }) => (
  <Text c="dimmed" size="xs">
    {numberText(total)} {total === 1 ? one : several}
  </Text>
)

/** How long a list is; where it has several pages, where one is, and the way to the others. */
export const Pager = ({ page, pageSize, total, noun: [one, several], most, onPage }: Props) => {
  if (total === 0 && page === 0) return null
  if (total <= pageSize && page === 0) return <Count total={total} noun={[one, several]} />
  const last = Math.max(0, Math.ceil(total / pageSize) - 1)
  const from = page * pageSize + 1
  const to = Math.min(total, from + pageSize - 1)
  const all = most !== undefined && total > most ? `${numberText(most)}+` : numberText(total)
  return (
    <Group role="navigation" aria-label={`Pages of ${several}`} justify="space-between" gap="sm">
      <Text c="dimmed" size="xs" role="status">
        {from <= total
          ? `${numberText(from)}–${numberText(to)} of ${all} ${several}`
          : `This page is past the end: ${numberText(total)} ${several} in all`}
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
