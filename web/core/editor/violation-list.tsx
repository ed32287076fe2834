import { List, Text, UnstyledButton } from '@mantine/core'
import type { Violation } from '../../../contract/catalog/entities.ts'
import { StateLabel } from '../ui/state-label.tsx'
import classes from './violation-list.module.css'

const KINDS = {
  MUST: <StateLabel tone="bad">Fault</StateLabel>,
  SHOULD: <StateLabel tone="warning">Warning</StateLabel>,
  MAY: <StateLabel tone="neutral">Hint</StateLabel>,
  HINT: <StateLabel tone="neutral">Hint</StateLabel>,
} as const

type Props = { violations: readonly Violation[]; onGoTo: (line: number) => void }

/** What is wrong with a descriptor; each line leads to its place in the editor. */
export const ViolationList = ({ violations, onGoTo }: Props) => (
  <List listStyleType="none" spacing={2} className={classes.list} aria-label="What was found">
    {violations.map(violation => {
      const { startLine, pointer, title, description } = violation
      const content = <Content violation={violation} />
      return (
        <List.Item key={`${startLine} ${pointer} ${title} ${description}`} className={classes.item}>
          {startLine === undefined ? (
            <div className={classes.entry}>{content}</div>
          ) : (
            <UnstyledButton className={classes.entry} onClick={() => onGoTo(startLine)}>
              {content}
            </UnstyledButton>
          )}
        </List.Item>
      )
    })}
  </List>
)

const Content = ({ violation: { startLine, title, description, violationType } }: { violation: Violation }) => (
  <>
    {KINDS[violationType]}{' '}
    {startLine !== undefined && (
      <Text span c="dimmed">
        Line {startLine}{' '}
      </Text>
    )}
    <Text span fw={500}>
      {title}:
    </Text>{' '}
    <Text span>{description}</Text>
  </>
)
