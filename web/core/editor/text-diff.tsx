import { yaml } from '@codemirror/lang-yaml'
import { syntaxHighlighting } from '@codemirror/language'
import { unifiedMergeView } from '@codemirror/merge'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { Checkbox, Stack } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { look, words } from './yaml-language.ts'

type Props = {
  /** A label for screen readers. */
  label: string
  before: string
  after: string
}

const tint = (color: string, share: number) => `color-mix(in srgb, var(${color}) ${share}%, transparent)`

const colors = EditorView.theme({
  '.cm-content, .cm-gutter': { minHeight: '0' },
  '&.cm-merge-b .cm-changedLine, .cm-changedLine': { backgroundColor: tint('--portico-good', 10) },
  '&.cm-merge-b .cm-changedText': { background: 'none', boxShadow: `inset 0 -2px ${tint('--portico-good', 60)}` },
  '.cm-deletedChunk': { backgroundColor: tint('--portico-bad', 10), paddingLeft: '6px' },
  '.cm-deletedChunk .cm-deletedText, &.cm-merge-b .cm-deletedText': {
    background: 'none',
    boxShadow: `inset 0 -2px ${tint('--portico-bad', 60)}`,
  },
  '.cm-deletedChunk del, .cm-deletedLine': { textDecoration: 'none' },
  '.cm-collapsedLines': {
    color: 'var(--mantine-color-dimmed)',
    background: 'var(--portico-side)',
    fontFamily: 'var(--mantine-font-family)',
  },
})

const UNCHANGED = { margin: 3, minSize: 4 } as const

const extensionsOf = ({ label, before }: Props, showsAll: boolean): Extension => [
  lineNumbers(),
  EditorView.lineWrapping,
  yaml(),
  syntaxHighlighting(words),
  look,
  colors,
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
  EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
  unifiedMergeView({
    original: before,
    mergeControls: false,
    syntaxHighlightDeletions: false,
    ...(showsAll ? {} : { collapseUnchanged: UNCHANGED }),
  }),
]

/** The changes of a text, line by line. */
export const TextDiff = (props: Props) => {
  const { label, before, after } = props
  const host = useRef<HTMLDivElement>(null)
  const [showsAll, setShowsAll] = useState(false)
  useEffect(() => {
    if (!host.current) return
    const extensions = extensionsOf({ label, before, after }, showsAll)
    const view = new EditorView({ parent: host.current, doc: after, extensions })
    return () => view.destroy()
  }, [label, before, after, showsAll])
  return (
    <Stack gap="xs">
      <div ref={host} />
      <Checkbox
        label="Show unchanged lines"
        checked={showsAll}
        onChange={event => setShowsAll(event.currentTarget.checked)}
      />
    </Stack>
  )
}
