/** Patterns of schemas by RE2, whose time is linear in the text whatever the pattern. */
import { RE2JS } from 're2js'

const compiled = (pattern: string) => RE2JS.compile(RE2JS.translateRegExp(pattern))

const LOOK_AROUND = /\(\?<?[=!]/

/** Why a pattern can't be used, as a sentence; undefined where it can. */
export const patternFault = (pattern: string): string | undefined => {
  try {
    compiled(pattern)
    return undefined
  } catch (error) {
    if (LOOK_AROUND.test(pattern))
      return `The pattern ${pattern} uses look-around, which isn't supported. Write it without (?=, (?!, (?<= or (?<!.`
    const why = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : ''
    return `The pattern ${pattern} isn't supported: ${why}.`
  }
}

/** What the validator asks for instead of `new RegExp`. */
export const matcherOf = Object.assign(
  (pattern: string) => {
    const expression = compiled(pattern)
    return { test: (text: string) => expression.test(text) }
  },
  { code: 'matcherOf' },
)
