import { IconRefresh } from '@tabler/icons-react'
import { Handle, type Node, type NodeProps, Position, useReactFlow } from '@xyflow/react'
import type { FocusEvent } from 'react'
import type { GraphNode } from '../../../contract/catalog/dependency-graph.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { TypeGlyph } from '../types/type-glyph.tsx'
import { HEIGHT, WIDTH } from './layout.ts'
import classes from './picture.module.css'

export type PictureNodeType = Node<{ node: GraphNode; callsItself: boolean }, 'entity'>

type MoreProps = { node: GraphNode; count: number | undefined; label: (number: string) => string }

/** The number of entities that the graph leaves out; a link to the list of them. */
const More = ({ node: { tag, isCapped }, count = 0, label }: MoreProps) => {
  if (count === 0) return null
  const number = count.toLocaleString()
  return (
    <TextLink
      className={classes.more}
      to={paths.entity(tag)}
      search={{ tab: 'dependencies', view: 'list' }}
      aria-label={label(isCapped ? `More than ${number}` : number)}
    >
      +{number}
      {isCapped && '…'}
    </TextLink>
  )
}

/** An entity in the graph, with links to its page and to the neighbors that the graph leaves out. */
export const PictureNode = ({ data: { node, callsItself } }: NodeProps<PictureNodeType>) => {
  const { setCenter, getNode, getZoom } = useReactFlow()
  const { tag, name, type, side, moreIncoming, moreOutgoing } = node
  const bringIntoView = ({ target }: FocusEvent) => {
    const position = getNode(tag)?.position
    if (position && target.matches(':focus-visible'))
      void setCenter(position.x + WIDTH / 2, position.y + HEIGHT / 2, { zoom: Math.max(getZoom(), 0.6) })
  }
  return (
    <div className={classes.node} data-center={side === 'CENTER' || undefined}>
      <Handle type="target" position={Position.Left} className={classes.handle} />
      <More node={node} count={moreIncoming} label={number => `${number} others depend on ${name}`} />
      <TypeGlyph type={type} />
      <TextLink
        to={paths.entity(tag)}
        className={classes.name}
        onFocus={bringIntoView}
        title={`${name} (${tag}, ${type})`}
      >
        {name}
      </TextLink>
      {callsItself && <IconRefresh size={14} role="img" aria-label="Depends on itself" className={classes.glyph} />}
      <More node={node} count={moreOutgoing} label={number => `${name} depends on ${number} others`} />
      <Handle type="source" position={Position.Right} className={classes.handle} />
    </div>
  )
}
