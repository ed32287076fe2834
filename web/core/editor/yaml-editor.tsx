import { isolateHistory } from '@codemirror/commands'
import { setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { Text } from '@mantine/core'
import { type Ref, useEffect, useId, useImperativeHandle, useRef } from 'react'
import type { Violation } from '../../../contract/catalog/entities.ts'
import { diagnosticsOf } from './diagnostics.ts'
import { yamlLanguage } from './yaml-language.ts'

export type EditorHandle = {
  /** Puts the cursor at the start of a line, counted from 1, and the focus into the editor. */
  goTo: (line: number) => void
  focus: () => void
  /** Replaces the whole text; undo brings the old one back. */
  replace: (text: string) => void
}

type Props = {
  /** What the text is, for screen readers: `Descriptor of orders, YAML`. */
  label: string
  /** The text at the start; later changes come through the handle. */
  initial: string
  onChange: (text: string) => void
  onSave?: () => void
  readOnly?: boolean
  violations: readonly Violation[]
  /** Completion and hover. Later changes have no effect. */
  assist?: Extension
  ref?: Ref<EditorHandle>
}

const HINT = 'Tab leaves the editor. Ctrl+] and Ctrl+[ (⌘ on a Mac) change the indentation, F8 goes to the next fault.'
const SAVES = 'Ctrl+S saves.'
const ASSISTS = 'Ctrl+Space shows what can stand here. Ctrl+S reviews and saves.'
const READ_ONLY_HINT = 'You can read and copy this text. Tab leaves the editor.'

const accessOf = (readOnly: boolean) => [EditorState.readOnly.of(readOnly)]

const goToLine = (editor: EditorView, line: number) => {
  const { from } = editor.state.doc.line(Math.min(Math.max(line, 1), editor.state.doc.lines))
  editor.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) })
  editor.focus()
}

const replaceAll = (editor: EditorView, text: string) =>
  editor.dispatch({
    changes: { from: 0, to: editor.state.doc.length, insert: text },
    // A step of its own: undo brings back what was there, not what was there before the last typing.
    annotations: isolateHistory.of('full'),
  })

/** A text field for YAML with line numbers; what the server found wrong is marked where it is. */
export const YamlEditor = ({ label, initial, onChange, onSave, readOnly = false, violations, assist, ref }: Props) => {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const access = useRef(new Compartment())
  const hintId = useId()
  const current = useRef({ onChange, onSave, initial, readOnly, label, assist })
  current.current = { ...current.current, onChange, onSave, readOnly }

  useEffect(() => {
    if (!host.current) return
    const start = current.current
    const save = () => void current.current.onSave?.()
    const editor = new EditorView({
      parent: host.current,
      doc: start.initial,
      extensions: [
        keymap.of([{ key: 'Mod-s', run: () => save() ?? true }]),
        start.assist ?? [],
        yamlLanguage,
        access.current.of(accessOf(start.readOnly)),
        EditorView.contentAttributes.of({ 'aria-label': start.label, 'aria-describedby': hintId, tabindex: '0' }),
        EditorView.updateListener.of(update => {
          if (update.docChanged) current.current.onChange(update.state.doc.toString())
        }),
      ],
    })
    view.current = editor
    return () => editor.destroy()
  }, [hintId])

  useEffect(() => {
    view.current?.dispatch({ effects: access.current.reconfigure(accessOf(readOnly)) })
  }, [readOnly])

  useEffect(() => {
    const { current: editor } = view
    editor?.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor.state.doc, violations)))
  }, [violations])

  useImperativeHandle(ref, () => ({
    goTo: line => {
      if (view.current) goToLine(view.current, line)
    },
    focus: () => view.current?.focus(),
    replace: text => {
      if (view.current) replaceAll(view.current, text)
    },
  }))

  return (
    <div>
      <div ref={host} />
      <Text id={hintId} size="xs" c="dimmed" mt={4}>
        {readOnly ? READ_ONLY_HINT : `${HINT} ${assist ? ASSISTS : SAVES}`}
      </Text>
    </div>
  )
}
