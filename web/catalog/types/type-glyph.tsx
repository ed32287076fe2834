/** The icon of an entity type: its `iconTag`, or the icon of a built-in type. */
import { Group, Text } from '@mantine/core'
import {
  type Icon,
  IconApi,
  IconBolt,
  IconBook,
  IconBox,
  IconBrandDocker,
  IconBug,
  IconCloud,
  IconCode,
  IconCpu,
  IconDatabase,
  IconDeviceDesktop,
  IconDeviceMobile,
  IconFlask,
  IconFunction,
  IconGitBranch,
  IconHierarchy3,
  IconKey,
  IconLock,
  IconMessage,
  IconPackage,
  IconPuzzle,
  IconRobot,
  IconServer,
  IconSettings,
  IconStack2,
  IconTopologyStar,
  IconUsersGroup,
  IconWorld,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import classes from './type-glyph.module.css'
import { allTypes, useTypeNames } from './type-names.ts'

/** The supported values of `iconTag`. */
const ICONS: Readonly<Record<string, Icon>> = {
  api: IconApi,
  bolt: IconBolt,
  book: IconBook,
  box: IconBox,
  branch: IconGitBranch,
  bug: IconBug,
  cloud: IconCloud,
  code: IconCode,
  cpu: IconCpu,
  database: IconDatabase,
  desktop: IconDeviceDesktop,
  docker: IconBrandDocker,
  domain: IconHierarchy3,
  flask: IconFlask,
  function: IconFunction,
  key: IconKey,
  lock: IconLock,
  message: IconMessage,
  mobile: IconDeviceMobile,
  network: IconTopologyStar,
  package: IconPackage,
  puzzle: IconPuzzle,
  robot: IconRobot,
  server: IconServer,
  settings: IconSettings,
  stack: IconStack2,
  team: IconUsersGroup,
  web: IconWorld,
}

const BUILT_IN: Readonly<Record<string, Icon>> = { service: IconServer, domain: IconHierarchy3, team: IconUsersGroup }

/** Decorative: the name of the type is in the text or title next to it. */
export const TypeGlyph = ({ type, size = 16 }: { type: string; size?: number }) => {
  const { data } = useQuery({ ...allTypes, staleTime: 60_000 })
  const key = type.toLowerCase()
  const named = data?.definitions.find(one => one.type.toLowerCase() === key)?.iconTag?.toLowerCase()
  const Glyph = (named === undefined ? undefined : ICONS[named]) ?? BUILT_IN[key] ?? IconBox
  return <Glyph size={size} stroke={1.75} aria-hidden className={classes.glyph} />
}

export const TypeName = ({ type }: { type: string }) => (
  <Group component="span" gap={6} wrap="nowrap" align="baseline" display="inline-flex">
    <TypeGlyph type={type} />
    <Text span inherit>
      {useTypeNames()(type)}
    </Text>
  </Group>
)
