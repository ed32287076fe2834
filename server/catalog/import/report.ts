/** The result of each descriptor of an import. */
import { Check } from 'typebox/value'
import { Violations } from '../../../contract/catalog/entities.ts'
import type { Imported, ImportReport } from '../../../contract/catalog/import.ts'
import type { Problem } from '../../core/problems/problems.ts'
import type { Violation } from '../descriptors/violations.ts'
import { failureOf, type Item } from './described.ts'
import { guessOf } from './unchanged.ts'

/** The violations of a refusal, or its details as one. */
export const violationsOf = ({ extra: { body }, details }: Problem): readonly Violation[] =>
  Check(Violations, body) ? body.violations : [failureOf('Not stored', details)]

type Result = Pick<Imported, 'outcome'> & { readonly tag: string | null; readonly violations: readonly Violation[] }

export class Report {
  readonly #items: readonly Item[]
  readonly #results = new Map<number, Result>()
  constructor(items: readonly Item[]) {
    this.#items = items
  }

  record(item: Item, result: Result) {
    this.#results.set(item.index, result)
  }

  /** @param tag null if it isn't known: the report then has what looks like one */
  fail(item: Item, violations: readonly Violation[], tag: string | null = null) {
    this.record(item, { outcome: 'FAILED', tag: tag ?? guessOf(item.text) ?? null, violations })
  }

  hasResult({ index }: Item) {
    return this.#results.has(index)
  }

  /** Fails those that have no result yet. */
  failRest(items: readonly Item[], violations: readonly Violation[]) {
    for (const item of items) if (!this.hasResult(item)) this.fail(item, violations)
  }

  /** Whether something was written. */
  get hasStored() {
    return this.#results.values().some(({ outcome }) => outcome === 'CREATED' || outcome === 'UPDATED')
  }

  get answer(): ImportReport {
    const entities = this.#items.map(({ index, line }) => {
      const { outcome, tag, violations } = this.#results.get(index) ?? missingResult(index)
      return { index, line, tag, outcome, violations: [...violations] }
    })
    const count = (wanted: Imported['outcome']) => entities.filter(({ outcome }) => outcome === wanted).length
    return {
      created: count('CREATED'),
      updated: count('UPDATED'),
      unchanged: count('UNCHANGED'),
      failed: count('FAILED'),
      entities,
    }
  }
}

const missingResult = (index: number): never => {
  throw new Error(`descriptor ${index} has no result`)
}
