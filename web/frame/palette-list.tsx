import { useEffect, useRef } from 'react'
import type { Hit } from '../core/layout/slice.ts'
import classes from './palette.module.css'
import type { HitGroup } from './palette-hits.ts'

export const hitKey = (title: string, { to, label, hint = '' }: Hit) => `${title} ${to} ${label} ${hint}`

type OptionProps = { id: string; hit: Hit; isActive: boolean; onActive: () => void; onOpen: () => void }

const Option = ({ id, hit, isActive, onActive, onOpen }: OptionProps) => {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
    <div
      ref={row}
      id={id}
      role="option"
      aria-selected={isActive}
      className={classes.hit}
      onMouseMove={onActive}
      onClick={onOpen}
    >
      <span className={classes.label}>{hit.label}</span>
      {hit.hint && <span className={classes.hint}>{hit.hint}</span>}
    </div>
  )
}

type Props = {
  id: string
  groups: readonly HitGroup[]
  active: string | undefined
  onActive: (key: string) => void
  onOpen: (hit: Hit) => void
}

export const PaletteList = ({ id, groups, active, onActive, onOpen }: Props) => (
  <div id={id} role="listbox" aria-label="Results" className={classes.list}>
    {groups.map(({ title, hits }) => (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
      <div key={title} role="group" aria-label={title}>
        <div aria-hidden className={classes.title}>
          {title}
        </div>
        {hits.map(hit => {
          const key = hitKey(title, hit)
          return (
            <Option
              key={key}
              id={`${id} ${key}`.replaceAll(' ', '_')}
              hit={hit}
              isActive={key === active}
              onActive={() => onActive(key)}
              onOpen={() => onOpen(hit)}
            />
          )
        })}
      </div>
    ))}
  </div>
)
