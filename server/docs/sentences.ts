/** A text in the pieces that can be quoted separately: sentences, items, rows of tables, and code with what leads to it. */

const FENCE = /^\s*```/
const ITEM = /^\s*(?:[-*]|\d+\.) /
const ROW = /^\s*\|/
const PICTURE = /^!\[/

let segmenter: Intl.Segmenter | undefined
/** Its rules take 8 ms to load: not at start. */
const sentences = () => (segmenter ??= new Intl.Segmenter('en', { granularity: 'sentence' }))

/** Paragraphs, lists, tables and blocks of code, as they stand; pictures left out. */
export const blocksOf = (markdown: string): string[] => {
  const blocks: string[][] = [[]]
  let isCode = false
  for (const line of markdown.split('\n')) {
    if (FENCE.test(line)) isCode = !isCode
    if (line.trim() === '' && !isCode) blocks.push([])
    else blocks.at(-1)?.push(line)
  }
  return blocks.map(lines => lines.join('\n')).filter(block => block && !PICTURE.test(block))
}

const itemsOf = (block: string) => {
  const items: string[] = []
  for (const line of block.split('\n'))
    if (ITEM.test(line) || items.length === 0) items.push(line.trim())
    else items.push(`${items.pop()} ${line.trim()}`)
  return items
}

/** A row is understood with the head of its table alone. */
const rowsOf = (block: string) => {
  const [head = '', line = '', ...rows] = block.split('\n')
  return rows.map(row => `${head}\n${line}\n${row}`)
}

const sentencesOf = (block: string) =>
  Array.from(sentences().segment(block.replace(/\s*\n>?\s*/g, ' ')), ({ segment }) => segment.trim())

const piecesOf = (block: string): string[] => {
  if (FENCE.test(block)) return [block]
  if (ITEM.test(block)) return itemsOf(block)
  return ROW.test(block) ? rowsOf(block) : sentencesOf(block)
}

/** What ends with a colon stays with what it leads to. */
export const quotablesOf = (markdown: string): string[] => {
  const pieces: string[] = []
  for (const block of blocksOf(markdown)) {
    const [first = '', ...rest] = piecesOf(block)
    const leads = pieces.at(-1)?.endsWith(':') && (FENCE.test(first) || ITEM.test(first))
    pieces.push(leads ? `${pieces.pop()}\n\n${first}` : first, ...rest)
  }
  return pieces
}
