/** Stores what requests say of teams and departments: as their descriptors, like every other change of an entity. */
import { type Context, PrepareAgain } from '../../core/http/mount.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { readerFor } from '../descriptors/reading.ts'
import { isAcceptable, type Violation } from '../descriptors/violations.ts'
import type { Entity } from '../entities/document.ts'
import { documentOf, type EntityRow, findEntity, findSource } from '../entities/entities.ts'
import { describeSoon, patchSoon } from '../entities/reading.ts'
import { saveEntity } from '../entities/save.ts'
import { editOf, newText, type Words } from './words.ts'

/** What people sent is JSON: they get one sentence, with the name that the field has there. */
const refused = (violations: Violation[]) => {
  const [first] = violations
  return badRequest(
    first?.pointer === '/info/x-cortex-tag'
      ? first.description.replace('x-cortex-tag', 'The tag')
      : (first?.description ?? "The request can't be stored as a descriptor."),
  )
}

/** The descriptor of something new. Whatever is wrong with it comes from the request. @throws Problem 400 */
export const describeNew = async (context: Context, { head, words }: { head: object; words: Words }) => {
  const text = newText(head, words)
  const { entity, violations } = await describeSoon(readerFor(context), text)
  if (!entity || violations.length > 0) throw refused(violations)
  return { entity, text }
}

type New = { readonly entity: Entity; readonly text: string }

/** @throws Problem 400 where the tag is taken */
export const saveNew = async (context: Context, { entity, text }: New): Promise<EntityRow> => {
  await saveEntity(context, { described: entity, source: text, createOnly: true }, refused)
  return findEntity(context.db, entity.tag)
}

export type Changed = New & { readonly basis: { readonly id: string; readonly tag: string; readonly version: number } }

/** Merges the words into the descriptor of an entity. @throws Problem 400 for what a descriptor can't say */
export const describeChange = async (context: Context, row: EntityRow, words: Words): Promise<Changed> => {
  const { id, tag, name, type, description } = row
  const definition = type === 'team' ? {} : { 'x-cortex-definition': {} }
  await describeNew(context, { head: { 'x-cortex-tag': tag, 'x-cortex-type': type, ...definition }, words })
  const basis = await findSource(context.db, tag)
  if (!basis || basis.id !== id || basis.version !== row.version) throw new PrepareAgain()
  const { text, options } = editOf({ name, description, document: documentOf(row) }, words)
  const patched = await patchSoon(readerFor(context), { existing: basis.descriptor, text, options })
  if (!patched.entity || !isAcceptable(patched.violations)) throw refused(patched.violations)
  return { entity: patched.entity, text: patched.text, basis }
}

/** @throws PrepareAgain where someone was faster, Problem 409 where `version` is not the one stored */
export const saveChange = async (
  context: Context,
  { basis, entity, text }: Changed,
  version: number | undefined,
): Promise<EntityRow> => {
  const there = await findSource(context.db, basis.tag)
  if (there?.id !== basis.id || there.version !== basis.version) throw new PrepareAgain()
  await saveEntity(context, { described: entity, source: text, version }, refused)
  return findEntity(context.db, basis.id)
}
