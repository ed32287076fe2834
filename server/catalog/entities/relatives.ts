/** What the answer about one entity says of its relatives. */
import type { Context } from '../../core/http/mount.ts'
import type { Ownership } from './document.ts'
import type { EntityRow } from './entities.ts'
import { Family, relativesAs, relativesIn } from './family.ts'
import { familyAsTexts } from './long-reads.ts'
import type { DetailOptions, Relatives } from './part.ts'
import type { ReadRow } from './read.ts'

const NO_FAMILY = relativesIn(new Family([]))
const NO_HIERARCHY = JSON.stringify(new Family([]).hierarchyOf('', { levels: 0, withGroups: false }))

/** Of an entity that no other names, and that is owned by no team. */
const ALONE: Relatives = { ownersOf: NO_FAMILY.ownersOf, hierarchyOf: () => NO_HIERARCHY }

type For = { readonly options: DetailOptions; readonly context: Context }

/** Most have few relatives, or none; those that have many are read beside the thread that serves everybody. */
export const relativesOf = async (
  row: EntityRow & Pick<ReadRow, 'related'>,
  ownership: Ownership,
  { options: { depth, includeOwners }, context: { services, aside } }: For,
): Promise<Relatives> => {
  if (!row.related && ownership.groups.length === 0) return ALONE
  const wanted = { owners: includeOwners !== false, groups: depth.withGroups }
  const family = await services.entities.readFamily(row, wanted)
  return family ? relativesIn(family) : relativesAs(await aside(familyAsTexts, row.id, { wanted, depth, ownership }))
}
