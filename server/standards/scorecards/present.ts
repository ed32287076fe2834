import type { Scorecard as Answered } from '../../../contract/standards/scorecards.ts'
import type { Actor } from '../../core/callers/actor.ts'
import { iso } from '../../core/problems/instant.ts'
import { ability } from '../../identity/access/abilities.ts'
import { documentOf, type ScorecardRow } from './scorecards.ts'

export const abilitiesOf = (actor: Actor): NonNullable<Answered['abilities']> => ({
  edit: ability(actor, 'EDIT_SCORECARDS'),
  remove: ability(actor, 'EDIT_SCORECARDS'),
})

/** `asker` is set where they want to know what they may do. */
export const presentScorecard = (row: ScorecardRow, asker?: Actor): Answered => {
  const { notifications, exemptions, evaluation, filter, levels, rules } = documentOf(row)
  return {
    tag: row.tag,
    name: row.name,
    ...(row.description === null ? {} : { description: row.description }),
    isDraft: row.is_draft === 1,
    lastUpdated: iso(row.updated_at),
    notifications,
    exemptions,
    ...(evaluation ? { evaluation } : {}),
    ...(filter ? { filter } : {}),
    ...(levels ? { levels: levels.map(level => ({ level })) } : {}),
    rules,
    ...(row.sample === 1 ? { sample: true } : {}),
    version: row.version,
    ...(asker ? { abilities: abilitiesOf(asker) } : {}),
  }
}
