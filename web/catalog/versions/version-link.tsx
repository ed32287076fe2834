import { RowLink, TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'

type Props = { tag: string; version: number }

const placeOf = ({ tag, version }: Props) => ({ to: paths.entity(tag), search: { tab: 'history', version } })

/** Leads to a version, on the tab of its entity. */
export const VersionLink = (props: Props) => (
  <TextLink {...placeOf(props)} resetScroll={false}>
    Version {props.version}
  </TextLink>
)

export const VersionRowLink = (props: Props) => (
  <RowLink {...placeOf(props)} resetScroll={false}>
    Version {props.version}
  </RowLink>
)
