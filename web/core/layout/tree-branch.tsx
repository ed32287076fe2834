import { ActionIcon, Text } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import classes from './entity-tree.module.css'
import { TextLink } from './links.tsx'
import { paths } from './paths.ts'

export type TreeNode = {
  readonly id: string
  readonly tag: string
  readonly name: string
  readonly hasChildren: boolean
}

type Props = {
  node: TreeNode
  /** The plural noun, capitalized. */
  noun: string
  /** Shown at the end of the line. */
  size: ReactNode
  /** Whether it is open initially. */
  isOpen: boolean
  children: () => ReactNode
}

/** An entity in a tree, and its children if it is open. */
export const TreeBranch = ({ node, noun, size, isOpen, children }: Props) => {
  const [isShown, setShown] = useState(isOpen)
  const { tag, name, hasChildren } = node
  return (
    <li>
      <div className={classes.line}>
        {hasChildren ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`${noun} below ${name}`}
            aria-expanded={isShown}
            onClick={() => setShown(!isShown)}
          >
            <IconChevronRight size={14} className={classes.arrow} data-open={isShown || undefined} />
          </ActionIcon>
        ) : (
          <span className={classes.leaf} />
        )}
        <TextLink to={paths.entity(tag)} fw={500}>
          {name}
        </TextLink>
        <Text span className="mono" c="dimmed">
          {tag}
        </Text>
        <Text span c="dimmed" size="xs" className={classes.size}>
          {size}
        </Text>
      </div>
      {hasChildren && isShown && children()}
    </li>
  )
}
