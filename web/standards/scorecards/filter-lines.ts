import type { Scorecard } from '../../../contract/standards/scorecards.ts'

type Choice = { include?: string[]; exclude?: string[] } | undefined

const choiceLines = (noun: string, choice: Choice) => [
  ...(choice?.include?.length ? [`${noun}: ${choice.include.join(', ')}`] : []),
  ...(choice?.exclude?.length ? [`${noun} other than: ${choice.exclude.join(', ')}`] : []),
]

/** A filter in words, one line for each thing it asks for; none where everything is meant. */
export const filterLines = (filter: Scorecard['filter']): string[] => [
  ...choiceLines('types', filter?.types),
  ...choiceLines('groups', filter?.groups),
  ...(filter?.query ? [`entities that match ${filter.query}`] : []),
]
