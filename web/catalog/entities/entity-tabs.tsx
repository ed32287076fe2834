import { Tabs } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Suspense } from 'react'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { ENTITY_TABS, type EntityTab, useSlices } from '../../core/layout/slice.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { Loading } from '../../core/ui/loading.tsx'
import { entitySearch } from './entity-search.ts'

const isAlwaysFilled = () => true

type LabelProps = { tab: EntityTab; entity: EntityDetails; isOpen: boolean }

const TabLabel = ({ tab: { name, label, useFilled = isAlwaysFilled }, entity, isOpen }: LabelProps) => {
  const isFilled = useFilled(entity)
  return isFilled || isOpen ? <Tabs.Tab value={name}>{label}</Tabs.Tab> : null
}

/** What slices show of an entity. The open tab is in the address; the first one is not. */
export const EntityTabs = ({ entity }: { entity: EntityDetails }) => {
  const navigate = useNavigate()
  const [{ tab: asked = 'overview' }] = useFilters(entitySearch)
  const tabs = useSlices()
    .flatMap(({ entityTabs = [] }) => entityTabs)
    .toSorted((a, b) => ENTITY_TABS.indexOf(a.name) - ENTITY_TABS.indexOf(b.name))
  const open = tabs.find(({ name }) => name === asked) ?? tabs[0]
  if (!open) return null
  const { content: Content } = open
  return (
    <Tabs
      value={open.name}
      keepMounted={false}
      onChange={tab => void navigate({ to: '.', search: entitySearch({ tab }), resetScroll: false })}
    >
      <Tabs.List aria-label={`About ${entity.name}`}>
        {tabs.map(tab => (
          <TabLabel key={tab.name} tab={tab} entity={entity} isOpen={tab === open} />
        ))}
      </Tabs.List>
      <Tabs.Panel value={open.name} pt="md">
        <Suspense fallback={<Loading lines={6} />}>
          <Content entity={entity} />
        </Suspense>
      </Tabs.Panel>
    </Tabs>
  )
}
