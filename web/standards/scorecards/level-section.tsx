import { Stack, Text } from '@mantine/core'
import { type Column, DataTable } from '../../core/layout/data-table.tsx'
import { dateText } from '../../core/ui/instant-text.ts'
import { Section } from '../../core/ui/section.tsx'
import { filterLines } from './filter-lines.ts'
import classes from './level-section.module.css'
import type { Level, Rule } from './levels.ts'

const columns: readonly Column<Rule>[] = [
  {
    key: 'rule',
    header: 'Rule',
    value: ({ title, identifier }) => title ?? identifier,
    width: '28%',
    cell: ({ title, identifier, description, filter, effectiveFrom }) => (
      <>
        <Text fw={500}>{title ?? identifier}</Text>
        {description && (
          <Text size="sm" c="dimmed">
            {description}
          </Text>
        )}
        {filterLines(filter).map(line => (
          <Text key={line} size="sm" c="dimmed">
            Only for {line}
          </Text>
        ))}
        {effectiveFrom && (
          <Text size="sm" c="dimmed">
            From {dayOf(effectiveFrom)}
          </Text>
        )}
      </>
    ),
  },
  {
    key: 'expression',
    header: 'Expression',
    value: ({ expression }) => expression,
    mono: true,
    cell: ({ expression }) => <span style={{ whiteSpace: 'pre-wrap' }}>{expression}</span>,
  },
  {
    key: 'weight',
    header: 'Weight',
    first: 'desc',
    value: ({ weight = 1 }) => weight,
    cell: ({ weight = 1 }) => weight,
    nowrap: true,
    width: 80,
  },
  {
    key: 'failure',
    header: 'When it fails',
    value: ({ failureMessage = '' }) => failureMessage,
    width: '28%',
    cell: ({ failureMessage }) => failureMessage ?? <Text c="dimmed">No message</Text>,
  },
]

const dayOf = (instant: string) => dateText(Date.parse(instant), { timeZone: 'UTC' })

type Props = { level: Level | undefined; rules: readonly Rule[] /** There are no levels at all. */; isOnly: boolean }

export const LevelSection = ({ level, rules, isOnly }: Props) => {
  const title = level ? `${level.number}. ${level.name}` : isOnly ? 'Rules' : 'Rules of no level'
  return (
    <Section
      title={title}
      mark={level?.color && <span className={classes.color} style={{ backgroundColor: level.color }} aria-hidden />}
    >
      <Stack gap="xs">
        {level?.description && <Text c="dimmed">{level.description}</Text>}
        <DataTable
          caption={`Rules: ${level?.name ?? title}`}
          columns={columns}
          rows={rules}
          rowKey={({ identifier }) => identifier}
          name="rules"
          noun={['rule', 'rules']}
          empty={<Text c="dimmed">No rules in this level.</Text>}
        />
      </Stack>
    </Section>
  )
}
