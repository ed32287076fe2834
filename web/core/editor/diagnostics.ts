/** The server's violations as marks in the text. */
import type { Diagnostic } from '@codemirror/lint'
import type { Text } from '@codemirror/state'
import type { Violation } from '../../../contract/catalog/entities.ts'

const SEVERITIES = { MUST: 'error', SHOULD: 'warning', MAY: 'info', HINT: 'info' } as const

/** The line a violation is about; without one it is about the whole text. */
const lineOf = (text: Text, { startLine = 1 }: Violation) => text.line(Math.min(Math.max(startLine, 1), text.lines))

const diagnosticOf = (text: Text, violation: Violation): Diagnostic => {
  const { from, to, text: content } = lineOf(text, violation)
  const indent = content.length - content.trimStart().length
  return {
    from: Math.min(from + indent, to),
    to,
    severity: SEVERITIES[violation.violationType],
    message: `${violation.title}\n${violation.description}`,
  }
}

export const diagnosticsOf = (text: Text, violations: readonly Violation[]): Diagnostic[] =>
  violations.map(violation => diagnosticOf(text, violation)).sort((a, b) => a.from - b.from)
