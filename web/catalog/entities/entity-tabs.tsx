import { Stack, Tabs } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Suspense } from 'react'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { ENTITY_TABS, type EntityTab, useSlices } from '../../core/layout/slice.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { Loading } from '../../core/ui/loading.tsx'
import { entitySearch } from './entity-search.ts'
import classes from './entity-tabs.module.css'

const isAlwaysFilled = () => true

type LabelProps = { name: EntityTab['name']; parts: readonly EntityTab[]; entity: EntityDetails; isOpen: boolean }

/** Shown if the tab is open, or if any of its parts has something to show. */
const TabLabel = ({ parts: [part, ...others], ...tab }: LabelProps) => {
  const { useFilled = isAlwaysFilled, label } = part ?? { useFilled: () => false, label: '' }
  const isFilled = useFilled(tab.entity)
  if (isFilled || tab.isOpen) return <Tabs.Tab value={tab.name}>{label}</Tabs.Tab>
  return others.length > 0 ? <TabLabel parts={others} {...tab} /> : null
}

/** What slices show of an entity. The open tab is in the address; the first one is not. */
export const EntityTabs = ({ entity }: { entity: EntityDetails }) => {
  const navigate = useNavigate()
  const [{ tab: asked = 'overview' }] = useFilters(entitySearch)
  const declared = useSlices().flatMap(({ entityTabs = [] }) => entityTabs)
  const tabs = ENTITY_TABS.map(name => ({ name, parts: declared.filter(tab => tab.name === name) })).filter(
    ({ parts }) => parts.length > 0,
  )
  const open = tabs.find(({ name }) => name === asked) ?? tabs[0]
  if (!open) return null
  return (
    <Tabs
      value={open.name}
      keepMounted={false}
      onChange={tab => void navigate({ to: '.', search: entitySearch({ tab }), resetScroll: false })}
    >
      <Tabs.List aria-label={`About ${entity.name}`} className={classes.list}>
        {tabs.map(tab => (
          <TabLabel key={tab.name} {...tab} entity={entity} isOpen={tab === open} />
        ))}
      </Tabs.List>
      <Tabs.Panel value={open.name} pt="md">
        <Suspense fallback={<Loading lines={6} />}>
          <Stack gap="lg">
            {open.parts.map(({ content: Content, label, part = label }) => (
              <Content key={part} entity={entity} />
            ))}
          </Stack>
        </Suspense>
      </Tabs.Panel>
    </Tabs>
  )
}
