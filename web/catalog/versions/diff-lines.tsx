import { Button, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import classes from './code-lines.module.css'
import type { DiffRow, LineRow } from './diff-rows.ts'
import { filled, type GapRow } from './diff-rows.ts'

const MARKS = { SAME: ' ', ADDED: '+', REMOVED: '−' } as const
const WORDS = { SAME: '', ADDED: 'Added', REMOVED: 'Removed' } as const

/** Rows that are shown at first, and more of them each time: a browser takes long with very many. */
const SOME = 2000

const Line = ({ row: { kind, before, after, text, noNewline } }: { row: LineRow }) => (
  <tr className={classes.line} data-kind={kind}>
    <td className={classes.number}>{before}</td>
    <td className={classes.number}>{after}</td>
    <td className={classes.mark}>
      <span aria-hidden>{MARKS[kind]}</span>
      <VisuallyHidden>{WORDS[kind]}</VisuallyHidden>
    </td>
    <td className={classes.text}>
      {text}
      {noNewline && <span className={classes.note}> No line break at the end</span>}
    </td>
  </tr>
)

type GapProps = { row: GapRow; onShow: (() => void) | undefined }

const Gap = ({ row: { gap }, onShow }: GapProps) => {
  const what = `${gap.count.toLocaleString('en-US')} unchanged ${gap.count === 1 ? 'line' : 'lines'}`
  return (
    <tr className={classes.gap}>
      <td colSpan={4}>
        {onShow ? (
          <Button size="compact-xs" variant="subtle" onClick={onShow}>
            Show {what}
          </Button>
        ) : (
          what
        )}
      </td>
    </tr>
  )
}

const keyOf = (row: DiffRow) => ('gap' in row ? `gap ${row.gap.after}` : `${row.kind} ${row.before} ${row.after}`)

type Props = {
  label: string
  rows: readonly DiffRow[]
  /** The whole later text, for what is left out; asked for once someone wants to see it. */
  whole?: { text: string | undefined; load: () => void }
}

/** A unified diff. Unchanged parts are left out until they are opened. */
export const DiffLines = ({ label, rows, whole }: Props) => {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const [most, setMost] = useState(SOME)
  const open = (row: GapRow) => {
    whole?.load()
    setOpened(before => new Set([...before, keyOf(row)]))
  }
  const shown = rows.flatMap((row): DiffRow[] => {
    if (!('gap' in row) || whole?.text === undefined || !opened.has(keyOf(row))) return [row]
    return filled(row, whole.text)
  })
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards reach what is too wide to see at once */}
      <section className={classes.scroll} tabIndex={0} aria-label={label}>
        <table className={classes.table}>
          <caption className={classes.caption}>{label}</caption>
          <thead className={classes.caption}>
            <tr>
              <th>Earlier line</th>
              <th>Later line</th>
              <th>Change</th>
              <th>Text</th>
            </tr>
          </thead>
          <tbody>
            {shown
              .slice(0, most)
              .map(row =>
                'gap' in row ? (
                  <Gap key={keyOf(row)} row={row} onShow={whole && (() => open(row))} />
                ) : (
                  <Line key={keyOf(row)} row={row} />
                ),
              )}
          </tbody>
        </table>
      </section>
      {shown.length > most && (
        <Button variant="default" w="fit-content" onClick={() => setMost(most + SOME)}>
          Show more lines
        </Button>
      )}
    </>
  )
}
