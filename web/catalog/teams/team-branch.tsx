import { ActionIcon, Text } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { TreeTeam } from '../../../contract/catalog/team-hierarchy.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import classes from './team-tree.module.css'

const sizeOf = ({ members, group }: TreeTeam) => {
  const listed = members === 1 ? '1 member' : `${members} members`
  if (!group) return listed
  return members > 0 ? `${group}, and ${listed}` : group
}

/** @param isOpen at first */
export const TeamBranch = ({
  team,
  isOpen,
  children,
}: {
  team: TreeTeam
  isOpen: boolean
  children: () => ReactNode
}) => {
  const [isShown, setShown] = useState(isOpen)
  const { tag, name, hasChildren } = team
  return (
    <li>
      <div className={classes.team}>
        {hasChildren ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`Teams below ${name}`}
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
          {sizeOf(team)}
        </Text>
      </div>
      {hasChildren && isShown && children()}
    </li>
  )
}
