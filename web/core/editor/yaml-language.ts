/** How the editor looks and reads keys. Colours come from the theme's variables and follow light and dark. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, nextDiagnostic, previousDiagnostic } from '@codemirror/lint'
import type { Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'

export const look = EditorView.theme({
  '&': {
    color: 'var(--mantine-color-text)',
    backgroundColor: 'var(--mantine-color-body)',
    border: '1px solid var(--mantine-color-default-border)',
    borderRadius: '4px',
    fontSize: '0.8125rem',
  },
  '&.cm-focused': { outline: '2px solid var(--mantine-primary-color-filled)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.6', maxHeight: '65vh' },
  '.cm-content, .cm-gutter': { minHeight: '16em' },
  '.cm-content': { caretColor: 'var(--mantine-color-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '.cm-gutters': {
    color: 'var(--mantine-color-dimmed)',
    backgroundColor: 'var(--portico-side)',
    borderRight: '1px solid var(--mantine-color-default-border)',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--portico-hover) 40%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--portico-hover)', color: 'var(--mantine-color-text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--mantine-primary-color-filled) 35%, transparent)',
  },
  '.cm-tooltip': {
    color: 'var(--mantine-color-text)',
    backgroundColor: 'var(--mantine-color-body)',
    border: '1px solid var(--mantine-color-default-border)',
    maxWidth: 'min(480px, 90vw)',
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    color: 'var(--mantine-color-text)',
    backgroundColor: 'var(--portico-hover)',
  },
  '.cm-completionDetail': { color: 'var(--mantine-color-dimmed)', fontStyle: 'normal' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: 600 },
  '.cm-about, .cm-tooltip.cm-completionInfo': {
    fontFamily: 'var(--mantine-font-family)',
    fontSize: '0.8125rem',
    padding: '4px 8px',
    maxWidth: 'min(420px, 90vw)',
  },
  '.cm-completionInfo .cm-about': { padding: 0 },
  '.cm-about code': { fontFamily: 'var(--mantine-font-family-monospace)' },
  '.cm-about-limits': { color: 'var(--mantine-color-dimmed)', fontSize: '0.75rem' },
  '.cm-diagnostic': { fontFamily: 'var(--mantine-font-family)', whiteSpace: 'pre-wrap' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--portico-bad)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--portico-warning)' },
})

export const words = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: 'var(--mantine-color-anchor)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--portico-good)' },
  { tag: [tags.keyword, tags.labelName, tags.typeName, tags.meta], color: 'var(--portico-warning)' },
  { tag: [tags.lineComment, tags.separator, tags.punctuation], color: 'var(--mantine-color-dimmed)' },
])

/** Tab is left alone: it moves the focus on, as everywhere else. */
const keys = keymap.of([
  { key: 'F8', run: nextDiagnostic },
  { key: 'Shift-F8', run: previousDiagnostic },
  ...defaultKeymap,
  ...historyKeymap,
])

export const yamlLanguage: Extension = [
  lineNumbers(),
  lintGutter(),
  highlightActiveLineGutter(),
  history(),
  drawSelection(),
  indentOnInput(),
  indentUnit.of('  '),
  bracketMatching(),
  highlightActiveLine(),
  EditorView.lineWrapping,
  yaml(),
  syntaxHighlighting(words),
  look,
  keys,
]
