/** Completion and hover in the editor, from a schema of keys and a source of values. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
  startCompletion,
} from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'
import { type EditorView, hoverTooltip, keymap } from '@codemirror/view'
import type { DescriptorKey, DescriptorKeys } from '../../../contract/catalog/descriptor-schema.ts'
import { keyAt, type Place, placeAt } from './place.ts'

/** A value, and the detail that is shown next to it. */
export type Value = { readonly value: string; readonly detail?: string }

type Asked = {
  readonly key: DescriptorKey
  readonly place: Place
  /** The lines of the text. */
  readonly lines: readonly string[]
  readonly signal: AbortSignal
}

export type Assistant = {
  /** The key at a path; undefined if it is unknown. `lines` are those of the text. */
  readonly keyAt: (path: readonly string[], lines: readonly string[]) => Promise<DescriptorKey | undefined>
  /** Values that match the typed text. `isWhole`: these are all, so more typing doesn't search again. */
  readonly valuesOf: (asked: Asked) => Promise<{ values: readonly Value[]; isWhole: boolean }>
}

const linesIn = (context: CompletionContext) => context.state.doc.toString().split('\n')

const infoOf = ({ about, required, max, values }: DescriptorKey, kind: DescriptorKey['kind']) => {
  const box = document.createElement('div')
  box.className = 'cm-about'
  for (const [index, part] of about.split('`').entries()) {
    const node = index % 2 === 1 ? document.createElement('code') : document.createElement('span')
    node.textContent = part
    box.append(node)
  }
  const limits = [
    required && 'Required',
    values && `One of ${values.join(', ')}`,
    max !== undefined && (kind === 'list' ? `Up to ${max} entries` : `Up to ${max} characters`),
  ].filter(one => one !== undefined && one !== false)
  const more = document.createElement('div')
  more.className = 'cm-about-limits'
  more.textContent = limits.join(' · ')
  if (limits.length > 0) box.append(more)
  return box
}

/** The text after a key: a space for a value on the same line, or a new line. */
const openingOf = ({ kind, keys }: DescriptorKey, column: number) => {
  const indent = ' '.repeat(column + 2)
  if (kind === 'list') return `:\n${indent}- `
  return kind === 'map' && keys ? `:\n${indent}` : ': '
}

const insert =
  (text: string) =>
  (view: EditorView, ...[, from, to]: [Completion, number, number]) => {
    view.dispatch({
      changes: { from, to, insert: text },
      selection: { anchor: from + text.length },
      userEvent: 'input.complete',
    })
    startCompletion(view)
  }

const keyOptions = (keys: DescriptorKeys, { siblings, column }: Place): Completion[] =>
  Object.entries(keys)
    .filter(([name, { isOlder }]) => !siblings.has(name) && !isOlder)
    .map(([name, key]) => ({
      label: name,
      type: 'property',
      ...(key.required && { detail: 'required', boost: 1 }),
      info: () => infoOf(key, key.kind),
      apply: insert(name + openingOf(key, column)),
    }))

/** A value as YAML, quoted if YAML would read it as something else. */
const written = (value: string) =>
  /^[A-Za-z_/][\w./@ -]*$/.test(value) && !/^(?:true|false|null|yes|no|on|off|~)$/i.test(value) && !/ $/.test(value)
    ? value
    : JSON.stringify(value)

const valueOptions = (values: readonly Value[]): Completion[] =>
  values.map(({ value, detail }) => ({ label: value, type: 'text', ...(detail && { detail }), apply: written(value) }))

const unquoted = (typed: string) => typed.replace(/^["']/, '')

const signalOf = (context: CompletionContext) => {
  const abort = new AbortController()
  context.addEventListener('abort', () => abort.abort(), { onDocChange: true })
  return abort.signal
}

const EMPTY: DescriptorKeys = {}

/** Suggestions at the cursor: keys of the map, values of the key, or both after a dash. */
const complete =
  ({ keyAt, valuesOf }: Assistant) =>
  async (context: CompletionContext): Promise<CompletionResult | null> => {
    const { number, from: start } = context.state.doc.lineAt(context.pos)
    const lines = linesIn(context)
    const place = placeAt(lines, { line: number - 1, offset: context.pos - start })
    if (!place || (place.typed === '' && place.kind === 'key' && !context.explicit)) return null
    const key = await keyAt(place.path, lines)
    if (!key) return null
    const from = start + place.from
    if (place.kind === 'value' || (place.kind === 'item' && !key.keys && key.item)) {
      const of = place.kind === 'item' ? (key.item ?? key) : key
      const asked = { key: of, place: { ...place, typed: unquoted(place.typed) }, lines, signal: signalOf(context) }
      const { values, isWhole } = await valuesOf(asked)
      if (asked.signal.aborted) return null
      const options = valueOptions(values)
      return isWhole ? { from, options, validFor: /^[^\n]*$/ } : { from, options, filter: false }
    }
    return { from, options: keyOptions(key.keys ?? EMPTY, place), validFor: /^[\w$-]*$/ }
  }

const hover = ({ keyAt: find }: Assistant) =>
  hoverTooltip(async (view, pos) => {
    const { number, from } = view.state.doc.lineAt(pos)
    const lines = view.state.doc.toString().split('\n')
    const found = keyAt(lines, { line: number - 1, offset: pos - from })
    const key = found && (await find(found.path, lines))
    if (!found || !key) return null
    return {
      pos: from + found.start,
      end: from + found.end,
      above: true,
      create: () => ({ dom: infoOf(key, key.kind) }),
    }
  })

export const assisted = (assistant: Assistant): Extension => [
  autocompletion({ override: [complete(assistant)], activateOnTypingDelay: 200, maxRenderedOptions: 50, icons: false }),
  keymap.of(completionKeymap),
  hover(assistant),
]
