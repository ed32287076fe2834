/** What a slice of the browser app is to the rest of it: one object, in the one list of `web/slices.ts`. */
import type { Icon } from '@tabler/icons-react'
import type { lazyRouteComponent } from '@tanstack/react-router'
import { type ComponentType, createContext, useContext } from 'react'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import type { CalledOperation } from '../../../contract/core/operation.ts'
import type { AuditAction, ObjectType } from '../../../contract/outbound/audit.ts'
import type { RawSearch } from './search-params.ts'

/** An address and its filters. */
export type Place = { readonly to: string; readonly search?: RawSearch }

export type Page = {
  /** More than one where documentation and clients know the page by another address too. */
  readonly at: readonly string[]
  /** What is around it: nothing before someone is signed in, the sidebar, or the settings menu. */
  readonly frame: 'entrance' | 'app' | 'settings'
  /** Loads the page when it is opened. */
  readonly load: ReturnType<typeof lazyRouteComponent>
  /** Reads what the address says after `?`. */
  readonly search?: (raw: RawSearch) => RawSearch
}

export type Entry = {
  readonly label: string
  readonly to: string
  /** The filters that are set there. */
  readonly search?: RawSearch
  /** Another address of the same page. */
  readonly alsoAt?: string
  /** What is at the other address is a page below this one. */
  readonly belowIt?: boolean
  /** Open to people who may call this operation. */
  readonly lists?: CalledOperation
}

export type SidebarEntry = Entry & {
  readonly icon: Icon
  /** After the label, such as a count. */
  readonly trailing?: ComponentType
}

/** Something to do, in the palette. */
export type PaletteAction = Entry & {
  /** Other words that people type for it. */
  readonly also?: string
}

/** A page that the palette found. */
export type Hit = {
  readonly label: string
  /** After the label, such as a tag or a type. */
  readonly hint?: string
  readonly to: string
  readonly search?: RawSearch
  /** It is not a page of the app. */
  readonly isOutside?: boolean
}

/** What the palette asks for what was typed; its file loads with the palette. */
export type Finder = {
  readonly title: string
  /** For people who may call this operation. */
  readonly lists?: CalledOperation
  readonly load: () => Promise<(typed: string, signal: AbortSignal) => Promise<readonly Hit[]>>
}

export const SECTIONS = ['Preferences', 'Workspace', 'Security'] as const

export type SettingsEntry = Entry & { readonly section: (typeof SECTIONS)[number] }

/** The tabs of an entity's page, in their order; each is declared by the slice that it is about. */
export const ENTITY_TABS = [
  'overview',
  'dependencies',
  'relationships',
  'activity',
  'data',
  'scorecards',
  'history',
  'descriptor',
] as const

/** A tab of every entity's page, at `/catalog/$tag?tab=name`, or a part of one: several slices may fill the same tab, in their order. */
export type EntityTab = {
  readonly name: (typeof ENTITY_TABS)[number]
  /** The first part's is shown. */
  readonly label: string
  /** What tells parts of the same tab apart. */
  readonly part?: string
  /** Loads when the tab is opened: `lazyRouteComponent(() => import('./history-tab.tsx'), 'HistoryTab')`. */
  readonly content: ComponentType<{ entity: EntityDetails }>
  /** A hook: whether the tab has something to show for this entity, false while that is unknown. Without it, it always has. An empty tab is hidden unless the address names it. */
  readonly useFilled?: (entity: EntityDetails) => boolean
}

export type Slice = {
  /** The name of its folder. */
  readonly name: string
  readonly pages?: readonly Page[]
  readonly sidebar?: readonly SidebarEntry[]
  readonly settings?: readonly SettingsEntry[]
  readonly actions?: readonly PaletteAction[]
  readonly finders?: readonly Finder[]
  readonly entityTabs?: readonly EntityTab[]
  /** What the audit log calls its things, in words. */
  readonly objects?: Partial<Record<ObjectType, string>>
  /** The page of one of its things, by what the audit log finds it by. */
  readonly pagesOf?: Partial<Record<ObjectType, (identifier: string) => Place>>
  /** What was done to one of its things, where that is more than "Created role" says. */
  readonly done?: Partial<Record<ObjectType, Partial<Record<AuditAction, string>>>>
}

const Slices = createContext<readonly Slice[]>([])

export const SlicesProvider = Slices.Provider

export const useSlices = () => useContext(Slices)
