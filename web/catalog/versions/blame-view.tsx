import { Button, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type BlameRange, getVersionBlame } from '../../../contract/catalog/versions.ts'
import { ask } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import classes from './code-lines.module.css'
import { Author } from './version-columns.tsx'
import { VersionLink } from './version-link.tsx'

const Line = ({ number, text }: { number: number; text: string }) => (
  <li value={number}>
    <span className={classes.number} aria-hidden>
      {number}
    </span>
    <span className={classes.text}>{text}</span>
  </li>
)

const Range = ({ tag, range }: { tag: string; range: BlameRange }) => {
  const { version, timestamp, startLine, lines, isOlder } = range
  return (
    <tr className={classes.range}>
      <td className={classes.from}>
        <VersionLink tag={tag} version={version} />
        {isOlder && ' or earlier'}
        <span className={classes.detail}>
          <Author {...range} /> · <Instant at={timestamp} />
        </span>
      </td>
      <td className={classes.lines}>
        <ol start={startLine}>
          {lines.map((line, at) => {
            const number = startLine + at
            return <Line key={number} number={number} text={line} />
          })}
        </ol>
      </td>
    </tr>
  )
}

const LIST = new Intl.ListFormat('en-US')

/** Lines that are shown at first, and added each time, because a browser is slow with very many. */
const SOME = 2000

/** The ranges of the first `most` lines; the last one may be cut. */
const within = (ranges: readonly BlameRange[], most: number): BlameRange[] =>
  ranges.flatMap(range => {
    const left = most + 1 - range.startLine
    return left > 0 ? [{ ...range, lines: range.lines.slice(0, left) }] : []
  })

const lineCount = (ranges: readonly BlameRange[]) => ranges.reduce((sum, { lines }) => sum + lines.length, 0)

/** Each line with the version that it came with. */
export const BlameView = ({ tag, version }: { tag: string; version: number }) => {
  const query = useQuery(ask(getVersionBlame, { params: { tagOrId: tag, version: String(version) } }))
  const [most, setMost] = useState(SOME)
  const label = `Lines of version ${version} and where they come from`
  return (
    <Loaded query={query} lines={12}>
      {({ ranges, damaged }) => (
        <Stack gap="xs">
          {damaged.length > 0 && (
            <Text c="dimmed">
              Damaged versions are left out: {LIST.format(damaged.map(String))}. Their lines appear with the next
              version.
            </Text>
          )}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards reach what is too wide to see at once */}
          <section className={classes.scroll} tabIndex={0} aria-label={label}>
            <table className={classes.table}>
              <caption className={classes.caption}>{label}</caption>
              <thead className={classes.caption}>
                <tr>
                  <th>Version</th>
                  <th>Lines</th>
                </tr>
              </thead>
              <tbody>
                {within(ranges, most).map(range => (
                  <Range key={range.startLine} tag={tag} range={range} />
                ))}
              </tbody>
            </table>
          </section>
          {lineCount(ranges) > most && (
            <Button variant="default" w="fit-content" onClick={() => setMost(most + SOME)}>
              Show more lines
            </Button>
          )}
        </Stack>
      )}
    </Loaded>
  )
}
