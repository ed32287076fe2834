/** What an import says of each descriptor. */
import { Check } from 'typebox/value'
import { Violations } from '../../../contract/catalog/entities.ts'
import type { Imported, ImportReport } from '../../../contract/catalog/import.ts'
import type { Problem } from '../../core/problems/problems.ts'
import type { Violation } from '../descriptors/violations.ts'
import { failureOf, type Item } from './described.ts'
import { guessOf } from './unchanged.ts'

/** The violations that a refusal carries, or its words as one. */
export const violationsOf = ({ extra: { body }, details }: Problem): readonly Violation[] =>
  Check(Violations, body) ? body.violations : [failureOf('Not stored', details)]

type Said = Pick<Imported, 'outcome'> & { readonly tag: string | null; readonly violations: readonly Violation[] }

export class Report {
  readonly #items: readonly Item[]
  readonly #said = new Map<number, Said>()
  constructor(items: readonly Item[]) {
    this.#items = items
  }

  say(item: Item, said: Said) {
    this.#said.set(item.index, said)
  }

  /** @param tag null where it is not known: what looks like one is said instead */
  fail(item: Item, violations: readonly Violation[], tag: string | null = null) {
    this.say(item, { outcome: 'FAILED', tag: tag ?? guessOf(item.text) ?? null, violations })
  }

  hasSaid({ index }: Item) {
    return this.#said.has(index)
  }

  /** Everything of which nothing was said. */
  failRest(items: readonly Item[], violations: readonly Violation[]) {
    for (const item of items) if (!this.hasSaid(item)) this.fail(item, violations)
  }

  /** Whether something was written. */
  get hasStored() {
    return this.#said.values().some(({ outcome }) => outcome === 'CREATED' || outcome === 'UPDATED')
  }

  get answer(): ImportReport {
    const entities = this.#items.map(({ index, line }) => {
      const { outcome, tag, violations } = this.#said.get(index) ?? nothingSaid(index)
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

const nothingSaid = (index: number): never => {
  throw new Error(`nothing was said of descriptor ${index}`)
}
