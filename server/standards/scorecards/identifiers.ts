/** Identifiers for rules whose author gave none: the same rule keeps the same one however often its Scorecard is written. */
import { hash } from 'node:crypto'
import type { Rule } from './document.ts'

/** A rule as its author wrote it, perhaps without an identifier. */
export type WrittenRule = Omit<Rule, 'identifier'> & { identifier: string | undefined }

/** RFC 9562, version 8: made from a hash of our own choosing. */
const uuidFrom = (parts: readonly string[]) => {
  const hex = hash('sha256', JSON.stringify(parts), 'hex')
  const variant = (0x8 | (Number.parseInt(hex.charAt(16), 16) & 0x3)).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/**
 * The expression alone makes an identifier, so that a better title keeps it; rules that share an expression are told apart
 * by their titles, and twins by their order.
 */
export const withIdentifiers = (tag: string, rules: readonly WrittenRule[]): Rule[] => {
  const unnamed = rules.filter(({ identifier }) => identifier === undefined)
  const sharing = Map.groupBy(unnamed, ({ expression }) => expression.trim())
  const twins = new Map<string, number>()
  return rules.map(({ identifier, ...rule }) => {
    if (identifier !== undefined) return { identifier, ...rule }
    const expression = rule.expression.trim()
    const isAlone = sharing.get(expression)?.length === 1
    const parts = isAlone ? [tag, expression] : [tag, expression, rule.title ?? '']
    const key = JSON.stringify(parts)
    const before = twins.get(key) ?? 0
    twins.set(key, before + 1)
    return { identifier: uuidFrom(before === 0 ? parts : [...parts, String(before)]), ...rule }
  })
}
