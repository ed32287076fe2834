/** Ends several tokens that a person chose: all of them, or none where one is not theirs to end. */
import type { Context } from '../../core/http/mount.ts'
import { notFound } from '../../core/problems/problems.ts'
import { endSome, personIdOf } from './end-many.ts'
import { canEdit, canRevoke } from './tokens.ts'

const LONGEST_LIST = 5

const noSuchTokens = (cids: readonly string[]) =>
  notFound(
    `No token has the identifier ${cids.slice(0, LONGEST_LIST).join(', ')}${cids.length > LONGEST_LIST ? ' …' : ''}.`,
  )

/** @throws Problem 404 naming those that do not exist or that the actor may not see */
export const revokeChosenTokens = async (context: Context, cids: readonly string[]) => {
  const { db, actor, nothing } = context
  const rows = await db
    .selectFrom('credentials')
    .select(['cid', 'owner_id'])
    .where('kind', '=', 'personal')
    .where('cid', 'in', cids)
    .execute()
  const may = new Map(rows.filter(row => canRevoke(actor, row)).map(row => [row.cid, row]))
  const unknown = cids.filter(cid => !may.has(cid))
  if (unknown.length > 0) throw noSuchTokens(unknown)
  const id = personIdOf(actor)
  const { OWNER: own = [], ADMINISTRATOR: others = [] } = Object.groupBy(may.values(), row =>
    canEdit(actor, row) ? 'OWNER' : 'ADMINISTRATOR',
  )
  const cidsOf = (some: readonly { cid: string }[]) => some.map(({ cid }) => cid)
  const mine = await endSome(db, { cids: cidsOf(own), by: { kind: 'OWNER', id } }, context)
  const theirs = await endSome(db, { cids: cidsOf(others), by: { kind: 'ADMINISTRATOR', id } }, context)
  const ended = { tokens: mine.tokens + theirs.tokens, keys: mine.keys + theirs.keys }
  if (ended.tokens + ended.keys === 0) nothing()
  return ended
}
