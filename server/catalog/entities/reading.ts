/** Reads descriptors without stalling other requests. */

import type { FormFields } from '../../../contract/catalog/descriptor-form.ts'
import type { Caller } from '../../core/threads/threads.ts'
import { placed } from '../descriptors/placed.ts'
import { readerOf } from '../descriptors/reading.ts'
import type { Violation } from '../descriptors/violations.ts'
import {
  type Described,
  describe,
  describeAll,
  descriptorJson,
  descriptorsJson,
  type Tagged,
  tagIn,
} from './descriptor.ts'
import { type EditedForm, editForm } from './form-edit.ts'
import { type MergeOptions, type Patched, patch } from './merge.ts'
import { type RelativesEdit, relate } from './relate.ts'

const read = readerOf(new URL('./reading-thread.ts', import.meta.url))

export const describeSoon = (reader: Caller, text: string): Promise<Described> => read(reader, describe, text)

export const tagInSoon = (reader: Caller, text: string): Promise<Tagged> => read(reader, tagIn, text)

export const patchSoon = (
  reader: Caller,
  merge: { existing: string | undefined; text: string; options: MergeOptions },
): Promise<Patched> => read(reader, patch, merge.existing, merge.text, merge.options)

export const relateSoon = (reader: Caller, text: string, edit: RelativesEdit): Promise<Patched> =>
  read(reader, relate, text, edit)

export const editFormSoon = (reader: Caller, text: string, fields: FormFields): Promise<EditedForm> =>
  read(reader, editForm, text, fields)

export const descriptorJsonSoon = (reader: Caller, text: string): Promise<string> => read(reader, descriptorJson, text)

/** Characters of one order: more would keep a thread from others for long. */
const TOGETHER = 500_000

export const portionsOf = (texts: readonly string[]): string[][] => {
  const portions: string[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const text of texts) {
    if (size + text.length > TOGETHER) {
      portions.push([])
      size = 0
    }
    portions.at(-1)?.push(text)
    size += text.length
  }
  return portions
}

/** Each as JSON, in order; undefined for one that cannot be read. */
export const descriptorsJsonSoon = async (reader: Caller, texts: readonly string[]) => {
  const all: (string | undefined)[] = []
  for (const portion of portionsOf(texts)) all.push(...(await read(reader, descriptorsJson, ...portion)))
  return all
}

/** Parses several descriptors, in order. @throws Problem 400 if one of them takes too long; it is unknown which one */
export const describeAllSoon = (reader: Caller, texts: readonly string[]): Promise<Described[]> =>
  read(reader, describeAll, ...texts)

/** The violations with their lines in the text. */
export const placedSoon = (reader: Caller, text: string, violations: readonly Violation[]): Promise<Violation[]> =>
  read(reader, placed, text, violations)
