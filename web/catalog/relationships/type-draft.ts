/** The form of a relationship type: what it begins with, and what it sends. */
import type {
  EntityTypeFilter,
  Inheritance,
  NewRelationshipType,
  RelationshipType,
} from '../../../contract/catalog/relationship-types.ts'
import { namesOf } from '../../core/ui/name-fields.tsx'

/** Of a filter: any type, only these, or all but these. */
export type FilterKind = 'any' | 'only' | 'not'

type FilterDraft = { kind: FilterKind; types: string[] }

export type Draft = {
  name: string
  tag: string
  description: string
  definitionLocation: NewRelationshipType['definitionLocation']
  isSingleSource: boolean
  isSingleDestination: boolean
  allowCycles: boolean
  owners: Inheritance['inheritanceType']
  sources: FilterDraft
  destinations: FilterDraft
  sourceLabelSingular: string
  sourceLabelPlural: string
  destinationLabelSingular: string
  destinationLabelPlural: string
}

const filterDraft = (filter: EntityTypeFilter | undefined): FilterDraft => {
  if (!filter || filter.types.length === 0) return { kind: 'any', types: [] }
  return { kind: filter.include ? 'only' : 'not', types: filter.types }
}

export const draftOf = (type: RelationshipType | undefined): Draft => ({
  name: type?.name ?? '',
  tag: type?.tag ?? '',
  description: type?.description ?? '',
  definitionLocation: type?.definitionLocation ?? 'BOTH',
  isSingleSource: type?.isSingleSource ?? false,
  isSingleDestination: type?.isSingleDestination ?? false,
  allowCycles: type?.allowCycles ?? false,
  owners: type?.inheritances.at(-1)?.inheritanceType ?? 'NONE',
  sources: filterDraft(type?.sourcesFilter),
  destinations: filterDraft(type?.destinationsFilter),
  sourceLabelSingular: type?.sourceLabelSingular ?? '',
  sourceLabelPlural: type?.sourceLabelPlural ?? '',
  destinationLabelSingular: type?.destinationLabelSingular ?? '',
  destinationLabelPlural: type?.destinationLabelPlural ?? '',
})

const filterOf = ({ kind, types }: FilterDraft): EntityTypeFilter =>
  kind === 'any' ? { include: false, types: [] } : { include: kind === 'only', types }

const labelOf = (text: string) => text.trim() || null

export const bodyOf = (draft: Draft): NewRelationshipType => ({
  ...namesOf(draft),
  tag: draft.tag.trim(),
  definitionLocation: draft.definitionLocation,
  isSingleSource: draft.isSingleSource,
  isSingleDestination: draft.isSingleDestination,
  allowCycles: draft.allowCycles,
  inheritances: [{ parameterTag: 'x-cortex-owners', inheritanceType: draft.owners }],
  sourcesFilter: filterOf(draft.sources),
  destinationsFilter: filterOf(draft.destinations),
  sourceLabelSingular: labelOf(draft.sourceLabelSingular),
  sourceLabelPlural: labelOf(draft.sourceLabelPlural),
  destinationLabelSingular: labelOf(draft.destinationLabelSingular),
  destinationLabelPlural: labelOf(draft.destinationLabelPlural),
})
