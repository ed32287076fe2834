import { Stack, Text } from '@mantine/core'
import { Component, type ReactNode } from 'react'

const Entry = ({ id }: { id: string }) => (
  <Text size="xs" c="dimmed">
    This entry can’t be read: <span className="mono">{id}</span>
  </Text>
)

/** Of an answer: the entries of its list that the server could not read. */
const unreadableIn = (answer: unknown): string[] => {
  const marked: unknown = Object(answer).unreadable
  const ids: unknown = Object(marked).ids
  return Array.isArray(ids) ? ids.map(String) : []
}

/** Below a list: what is stored and belongs to it but is damaged. */
export const Unreadable = ({ answer }: { answer: unknown }) => {
  const ids = unreadableIn(answer)
  if (ids.length === 0) return null
  return (
    <Stack role="note" gap={2}>
      {ids.map(id => (
        <Entry key={id} id={id} />
      ))}
      <Text size="xs" c="dimmed">
        The server’s log says why.
      </Text>
    </Stack>
  )
}

type Props = { id: string; columns: number; children: ReactNode }

/** A row of a table; in its place, where it cannot be shown, its identifier, so that the others stay. */
export class RowOrItsId extends Component<Props, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <tr>
        <td colSpan={this.props.columns}>
          <Entry id={this.props.id} />
        </td>
      </tr>
    )
  }
}
