import type { Scorecard } from '../../../contract/standards/scorecards.ts'

export type Level = NonNullable<Scorecard['levels']>[number]['level']

/** The levels, the lowest rank first. */
export const byRank = ({ levels = [] }: Pick<Scorecard, 'levels'>): Level[] =>
  levels.map(({ level }) => level).sort((a, b) => a.number - b.number)

export type Rule = Scorecard['rules'][number]

/** Each level with its rules, lowest first, then the rules that belong to none. */
export const rulesByLevel = (scorecard: Scorecard): { level: Level | undefined; rules: Rule[] }[] => {
  const levels = byRank(scorecard)
  const names = new Set(levels.map(({ name }) => name))
  const inLevels = levels.map(level => ({
    level,
    rules: scorecard.rules.filter(({ levelName }) => levelName === level.name),
  }))
  const others = scorecard.rules.filter(({ levelName }) => levelName === undefined || !names.has(levelName))
  return others.length > 0 ? [...inLevels, { level: undefined, rules: others }] : inLevels
}
