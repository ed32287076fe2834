import { Kbd, Table } from '@mantine/core'

const KEYS = [
  [['Ctrl', 'K'], 'Search everything (⌘ K on a Mac)'],
  [['/'], 'Go to the search field of a list, or search everything'],
  [['?'], 'Ask the documentation, and show these keys'],
  [['↑', '↓'], 'Choose a result or a menu item'],
  [['Enter'], 'Open it'],
  [['Esc'], 'Close a dialog or a menu'],
] as const

export const KeysTable = () => (
  <Table>
    <Table.Tbody>
      {KEYS.map(([keys, does]) => (
        <Table.Tr key={does}>
          <Table.Th scope="row" fw={400}>
            {keys.map((key, place) => (
              <span key={key}>
                {place > 0 && ' '}
                <Kbd>{key}</Kbd>
              </span>
            ))}
          </Table.Th>
          <Table.Td>{does}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </Table>
)
