/** What the palette finds: what the slices offer, and what the server has. */
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { closest } from '../core/layout/closeness.ts'
import { paths } from '../core/layout/paths.ts'
import { type Entry, type Hit, type PaletteAction, useSlices } from '../core/layout/slice.ts'
import { abilityFor, useMe } from '../identity/sessions/me.ts'
import { docsAnswer, isQuestion } from './docs-answer.ts'
import { docsPages } from './docs-pages.ts'

export type HitGroup = { readonly title: string; readonly hits: readonly Hit[] }

const MOST_OF_EACH = 5
const KEPT_MS = 30_000

const asHit = ({ label, to, search }: Entry): Hit => ({ label, to, ...(search ? { search } : {}) })

const nameOfAction = ({ label, also = '' }: PaletteAction) => `${label} ${also}`

/** What the slices declare, of which the person may open some. */
const useOffers = (typed: string): { actions: Hit[]; pages: Hit[] } => {
  const me = useMe()
  const slices = useSlices()
  const isOpen = ({ lists }: Entry) => !lists || abilityFor(me, lists).allowed
  const actions = slices.flatMap(slice => slice.actions ?? []).filter(isOpen)
  const pages = slices.flatMap(({ sidebar = [], settings = [] }) => [...sidebar, ...settings]).filter(isOpen)
  return {
    actions: (typed === '' ? actions : closest(typed, actions, nameOfAction)).map(asHit),
    pages: (typed === '' ? pages : closest(typed, pages, ({ label }) => label)).map(asHit),
  }
}

const useFound = (typed: string) => {
  const me = useMe()
  const finders = useSlices()
    .flatMap(slice => slice.finders ?? [])
    .filter(({ lists }) => !lists || abilityFor(me, lists).allowed)
  const answers = useQueries({
    queries: finders.map(({ title, load }) => ({
      queryKey: ['palette', title, typed],
      queryFn: async ({ signal }: { signal: AbortSignal }) => (await load())(typed, signal),
      enabled: typed !== '',
      staleTime: KEPT_MS,
      placeholderData: keepPreviousData,
    })),
  })
  return finders.map(({ title }, place) => ({
    title,
    hits: typed === '' ? [] : (answers[place]?.data ?? []),
    isFetching: answers[place]?.isFetching ?? false,
    isError: answers[place]?.isError ?? false,
  }))
}

const useDocs = (typed: string): readonly Hit[] => {
  const { data = [] } = useQuery({ queryKey: ['docs pages'], queryFn: docsPages, staleTime: Number.POSITIVE_INFINITY })
  return closest(typed, data, ({ label, hint }) => `${label} ${hint ?? ''}`)
}

const useAnswer = (asked: string): readonly Hit[] => {
  const { data = [] } = useQuery({
    queryKey: ['docs answer', asked],
    queryFn: ({ signal }) => docsAnswer(asked, signal),
    enabled: isQuestion(asked),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return isQuestion(asked) ? data : []
}

const inCatalog = (typed: string): Hit => ({
  label: `Search the catalog for “${typed}”`,
  to: paths.catalog,
  search: { query: typed },
})

/** @param settled what was typed once the typing pauses: the server is asked for that */
export const useHits = (typed: string, settled: string) => {
  const { actions, pages } = useOffers(typed)
  const found = useFound(settled)
  const docs = useDocs(typed)
  const answer = useAnswer(settled)
  const groups: HitGroup[] = [
    { title: 'Answer', hits: answer },
    ...found,
    { title: 'Actions', hits: actions },
    { title: 'Pages', hits: pages },
    { title: 'Documentation', hits: docs },
  ]
  const most = typed === '' ? Number.POSITIVE_INFINITY : MOST_OF_EACH
  const shown = groups
    .filter(({ hits }) => hits.length > 0)
    .map(({ title, hits }) => ({ title, hits: hits.slice(0, most) }))
  return {
    groups: typed === '' ? shown : [...shown, { title: 'More', hits: [inCatalog(typed)] }],
    isSearching: typed !== settled || found.some(({ isFetching }) => isFetching),
    failed: found.filter(({ isError }) => isError).map(({ title }) => title),
  }
}
