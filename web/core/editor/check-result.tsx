import { Stack, Text } from '@mantine/core'
import { Problem } from '../layout/problem.tsx'
import type { useCheck } from './use-check.ts'
import { ViolationList } from './violation-list.tsx'

type Props = { check: ReturnType<typeof useCheck>; onGoTo: (line: number) => void }

const summaryOf = (count: number) => (count === 1 ? 'One thing was found.' : `${count} things were found.`)

/** What the last check found, in a sentence for screen readers and as a list that leads to the places. */
export const CheckResult = ({ check: { violations, error, isCurrent }, onGoTo }: Props) => (
  <Stack gap={4}>
    <Text role="status" c={violations.length > 0 ? undefined : 'dimmed'}>
      {violations.length > 0 && `${summaryOf(violations.length)} Choose one to go to its line.`}
      {violations.length === 0 && isCurrent && 'Checked: nothing is wrong.'}
    </Text>
    {violations.length > 0 && <ViolationList violations={violations} onGoTo={onGoTo} />}
    {error && <Problem error={error} title="It could not be checked" />}
  </Stack>
)
