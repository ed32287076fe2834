/**
 * What an entity's own descriptor says, kept as the JSON texts that answers carry: a read puts them together, and parses nothing.
 * What follows from others (owners, relatives, abilities) is never kept.
 */
import { crc32 } from 'node:zlib'
import { compiledRows } from '../../core/db/compiled.ts'
import type { Db } from '../../core/db/database.ts'
import { type EntityDocument, readDocument } from './document.ts'
import type { EntityPart, OwnPart } from './part.ts'
import { PARTS } from './parts.ts'

/** Raise it with every change of what the texts are: older ones then count as absent. */
export const OWN_FORMAT = 6

const isOwn = (part: EntityPart): part is OwnPart => 'own' in part

const OWN_PARTS = PARTS.filter(isOwn)

/** For each part, in their order, where its text is; none for parts that are read. */
export const OWN_AT: readonly (number | undefined)[] = PARTS.map(part => {
  const at = isOwn(part) ? OWN_PARTS.indexOf(part) : -1
  return at < 0 ? undefined : at
})

/** The texts of the own parts; '' where the entity has none. No text of JSON has a line break. */
const textsOf = (document: EntityDocument) => OWN_PARTS.map(({ own }) => JSON.stringify(own(document)) ?? '')

/** Over both, so that a text is used only with the document that it was made from, and only as it was made. */
const checksumOf = (text: string, document: string) => crc32(text, crc32(document))

/** Of a row that was read with its texts, where it has some. */
export type WithOwn = {
  readonly document: string
  readonly own_text?: string | null
  readonly own_checksum?: number | null
}

/** @throws Error where what is stored is no document */
export const ownTextsOf = ({ document, own_text, own_checksum }: WithOwn): readonly string[] =>
  own_text && own_checksum === checksumOf(own_text, document) ? own_text.split('\n') : textsOf(readDocument(document))

const rowOf = ({ id, document }: Described) => {
  const text = textsOf(readDocument(document)).join('\n')
  return { id, format: OWN_FORMAT, checksum: checksumOf(text, document), text }
}

type Described = { readonly id: string; readonly document: string }

const insertOwns = compiledRows((db, rows: readonly ReturnType<typeof rowOf>[]) =>
  db
    .insertInto('entity_own')
    .values(rows)
    .onConflict(on =>
      on.column('id').doUpdateSet(eb => ({
        format: eb.ref('excluded.format'),
        checksum: eb.ref('excluded.checksum'),
        text: eb.ref('excluded.text'),
      })),
    ),
)

/** Keeps the texts of entities; `document` is the column. */
export const storeOwns = (db: Db, rows: readonly Described[]) => insertOwns(db, rows.map(rowOf))

/** Keeps the texts of an entity; `document` is the column. */
export const storeOwn = async (db: Db, id: string, document: string) => void (await storeOwns(db, [{ id, document }]))
