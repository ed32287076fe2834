/** Parses the descriptors of a chunk on the threads for descriptors, many at a time. */
import type { OutsideContext } from '../../core/http/mount.ts'
import { Problem } from '../../core/problems/problems.ts'
import { readerFor } from '../descriptors/reading.ts'
import { type Violation, violation } from '../descriptors/violations.ts'
import type { CheckedDefinition } from '../entities/definitions.ts'
import type { Described } from '../entities/descriptor.ts'
import type { Entity } from '../entities/document.ts'
import { describeAllSoon, placedSoon, portionsOf } from '../entities/reading.ts'
import type { SourceDocument } from './documents.ts'

/** A document in a request; `index` is its position. */
export type Item = SourceDocument & { readonly index: number }

export type Ready = Item & {
  readonly entity: Entity
  readonly warnings: readonly Violation[]
  readonly checked: CheckedDefinition
}

export type Refused = { readonly item: Item; readonly tag: string | null; readonly violations: readonly Violation[] }

/** How many descriptors may take too long before the rest of the request is not parsed. */
const MOST_ENDED = 3

export const failureOf = (title: string, description: string): Violation =>
  violation({ title, description, pointer: '' })

const TOO_SLOW = failureOf('Unreadable document', 'This document takes too long to parse. Make it smaller or simpler.')
const NOT_READ = failureOf(
  'Not read',
  'Other descriptors of this request take too long to parse. Send this one in another request.',
)

const isTooSlow = (error: unknown) => error instanceof Problem && error.status === 400

type Reading = { readonly context: OutsideContext; ended: number }

/** If a portion takes too long, each of its descriptors is parsed alone, so that only the slow ones fail. */
const describeEach = async (reading: Reading, texts: readonly string[]): Promise<Described[]> => {
  const all: Described[] = []
  for (const text of texts) {
    if (reading.ended >= MOST_ENDED) {
      all.push({ entity: undefined, violations: [NOT_READ] })
      continue
    }
    const described = await describeAllSoon(readerFor(reading.context), [text]).catch(error => {
      if (!isTooSlow(error)) throw error
      reading.ended++
      return [{ entity: undefined, violations: [TOO_SLOW] }]
    })
    all.push(...described)
  }
  return all
}

const describeTogether = async (reading: Reading, texts: readonly string[]): Promise<Described[]> => {
  const all: Described[] = []
  for (const portion of portionsOf(texts)) {
    const described = await describeAllSoon(readerFor(reading.context), portion).catch(error => {
      if (!isTooSlow(error)) throw error
      return describeEach(reading, portion)
    })
    all.push(...described)
  }
  return all
}

type Found = { readonly item: Item; readonly described: Described }

/** Validates definitions against the schemas of their types, all of a type at once. */
const checked = async (context: OutsideContext, found: readonly Found[]) => {
  const ready: Ready[] = []
  const refused: Refused[] = []
  const usable = found.flatMap(({ item, described: { entity, violations } }) => {
    if (entity) return [{ ...item, entity, warnings: violations }]
    refused.push({ item, tag: null, violations })
    return []
  })
  const checks = await context.services.definitions.checkAll(
    context,
    usable.map(({ entity }) => entity),
  )
  for (const [at, item] of usable.entries()) {
    const check = checks[at] ?? { violations: [], stamp: undefined }
    if (check.violations.length === 0) ready.push({ ...item, checked: check })
    else {
      const violations = await placedSoon(readerFor(context), item.text, check.violations)
      refused.push({ item, tag: item.entity.tag, violations })
    }
  }
  return { ready, refused }
}

/** Parses descriptors and validates them against their types. `reading` counts the slow ones of the whole request. */
export const describeItems = async (reading: Reading, items: readonly Item[]) => {
  const described = await describeTogether(
    reading,
    items.map(({ text }) => text),
  )
  const found = items.flatMap((item, at) => {
    const one = described[at]
    return one ? [{ item, described: one }] : []
  })
  return checked(reading.context, found)
}
