/** The file of an entity: a name that is different for different tags on every system, whatever it does with letter case. Pure. */
import { hash } from 'node:crypto'

const PLAIN = /^[a-z0-9_][a-z0-9_.-]{0,99}$/
/** Windows takes these for devices, with an ending too. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i
const LONGEST = 80

const isPlain = (tag: string) => PLAIN.test(tag) && !DEVICE.test(tag)

/** No plain tag has a `~`. */
export const fileNameOf = (tag: string): string => {
  if (isPlain(tag)) return `${tag}.yaml`
  const readable = tag.replace(/[^A-Za-z0-9_.-]/g, '_').slice(0, LONGEST)
  const start = DEVICE.test(readable) ? `_${readable}` : readable
  return `${start}~${hash('sha256', tag).slice(0, 12)}.yaml`
}
