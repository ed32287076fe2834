/** File names for tags. They are distinct on every system, whether it distinguishes letter case or not. Pure. */
import { hash } from 'node:crypto'

const PLAIN = /^[a-z0-9_][a-z0-9_.-]{0,99}$/
/** Device names on Windows, with or without an extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i
const LONGEST = 80

const isPlain = (tag: string) => PLAIN.test(tag) && !DEVICE.test(tag)

/** Plain tags never contain `~`, so the two kinds of names can't collide. */
export const fileNameOf = (tag: string): string => {
  if (isPlain(tag)) return `${tag}.yaml`
  const readable = tag.replace(/[^A-Za-z0-9_.-]/g, '_').slice(0, LONGEST)
  const start = DEVICE.test(readable) ? `_${readable}` : readable
  return `${start}~${hash('sha256', tag).slice(0, 12)}.yaml`
}
