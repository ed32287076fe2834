/** Writes descriptors as people do: each team has its habits of quotes, lists and long texts. */

export type Yaml = string | number | boolean | readonly Yaml[] | { readonly [key: string]: Yaml | undefined }

export type Style = {
  readonly quote: "'" | '"'
  /** Whether the dashes of a list are further in than its key. */
  readonly indented: boolean
  /** Whether long texts are folded (`>-`). */
  readonly folded: boolean
}

/** A letter or a slash, and nothing that means something to YAML: a colon before a space, or a hash after one. */
const PLAIN = /^[A-Za-z/][^\n]*$/
const MEANING = /: | #|:$|\s$/
/** What YAML 1.1 or 1.2 reads as something other than text. */
const WORDS = /^(?:true|false|yes|no|on|off|null|y|n)$/i
const VERSION = /^\d+\.\d+\.\d+$/
const LONG = 90
const WIDTH = 100

const scalar = (value: string | number | boolean, { quote }: Style): string => {
  if (typeof value !== 'string') return String(value)
  if ((PLAIN.test(value) && !MEANING.test(value) && !WORDS.test(value)) || VERSION.test(value)) return value
  return quote === "'" ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value)
}

const folded = (text: string, indent: string): string => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + word.length >= WIDTH) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return ['>-', ...[...lines, line].map(one => indent + one)].join('\n')
}

const isList = (value: Yaml): value is readonly Yaml[] => Array.isArray(value)
const isScalar = (value: Yaml): value is string | number | boolean => typeof value !== 'object'

type Inside = { readonly indent: string; readonly style: Style }

const item = (value: Yaml, { indent, style }: Inside): string => {
  if (isScalar(value)) return `${indent}- ${scalar(value, style)}`
  return `${indent}- ${block(value, { indent: `${indent}  `, style }).trimStart()}`
}

const entry = (key: string, value: Yaml, { indent, style }: Inside): string => {
  const start = `${indent}${scalar(key, style)}:`
  const further = `${indent}  `
  if (isScalar(value)) {
    const isFolded = style.folded && typeof value === 'string' && value.length > LONG && value.includes(' ')
    return `${start} ${isFolded ? folded(value, further) : scalar(value, style)}`
  }
  if (isList(value)) {
    if (value.length === 0) return `${start} []`
    const inside = { indent: style.indented ? further : indent, style }
    return [start, ...value.map(one => item(one, inside))].join('\n')
  }
  return Object.keys(value).length === 0 ? `${start} {}` : `${start}\n${block(value, { indent: further, style })}`
}

/** Keys without a value are left out. */
const block = (value: Yaml, inside: Inside): string =>
  Object.entries(value)
    .flatMap(([key, one]) => (one === undefined ? [] : [entry(key, one, inside)]))
    .join('\n')

export const writeYaml = (value: { readonly [key: string]: Yaml | undefined }, style: Style): string =>
  `${block(value, { indent: '', style })}\n`
