/** Adds a slice to the one list of slices. */

/** Lowest first, as the wings may name each other. */
const ORDER = ['core', 'identity', 'catalog', 'standards', 'outbound', 'samples']

const IMPORT = /^import \{ (\w+) \} from '\.\/(\w+)\/(?:[\w-]+\/)*slice\.ts'$/gm
const LIST = /(SLICES: readonly Slice\[\] = \[\n)([\s\S]*?)(\n\])/

/** What the person who runs the scaffold has to change. */
export class UsageError extends Error {}

export type Added = { readonly slice: string; readonly wing: string; readonly name: string }

/** The text of `server/slices.ts` with one slice more, after those of its wing. @throws UsageError */
export const withSlice = (text: string, { slice, wing, name }: Added): string => {
  const wingOf = new Map([...text.matchAll(IMPORT)].map(([, known = '', its = '']) => [known, its]))
  if (wingOf.has(slice))
    throw new UsageError(`server/slices.ts has a slice called ${slice} already. Give this one another --name.`)
  const list = LIST.exec(text)
  if (!list) throw new UsageError('server/slices.ts has no list of slices.')
  const [, head = '', entries = '', end = ''] = list
  const lines = entries.split('\n')
  const isBelow = (line: string) =>
    ORDER.indexOf(wingOf.get(line.trim().replace(',', '')) ?? 'core') <= ORDER.indexOf(wing)
  const at = lines.findLastIndex(isBelow) + 1
  const longer = [...lines.slice(0, at), `  ${slice},`, ...lines.slice(at)].join('\n')
  const listed = text.replace(LIST, () => `${head}${longer}${end}`)
  const last = [...listed.matchAll(IMPORT)].at(-1)?.[0] ?? ''
  return listed.replace(last, () => `${last}\nimport { ${slice} } from './${wing}/${name}/slice.ts'`)
}
