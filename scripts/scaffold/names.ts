/** Names in code for names in a document, which may be anything. */

/** What the generated files import or must not shadow, and words that cannot be names. */
const TAKEN = new Set(
  'T Name ChangedName Description Instant EMPTY operation textBody paging pageFields contract on Route view edit Object Array String Number Boolean Date Map Set Error Promise Symbol Function JSON Math Proxy Reflect undefined NaN Infinity arguments eval await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield unwritten'.split(
    ' ',
  ),
)

const wordsOf = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .split(' ')
    .filter(Boolean)

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** `[Integrations] GitHub` → `integrations-github`. */
export const kebab = (text: string) => wordsOf(text).join('-').toLowerCase()

export const pascal = (text: string) => wordsOf(text).map(capital).join('')

export const camel = (text: string) => {
  const [first = '', ...others] = wordsOf(text)
  return first.charAt(0).toLowerCase() + first.slice(1) + others.map(capital).join('')
}

/** `Custom Events` → `Custom events`, as our tags are written; words in capitals stay. */
export const sentence = (text: string) =>
  wordsOf(text)
    .map((word, index) => (index === 0 || /[A-Z]/.test(word.slice(1)) ? word : word.toLowerCase()))
    .join(' ')

/** Gives each thing a name of its own that is valid in code. */
export const namer = () => {
  const used = new Set(TAKEN)
  return (wanted: string, fallback: string): string => {
    const base = /^[A-Za-z_$]/.test(wanted) ? wanted : `${fallback}${wanted}`
    let name = base
    for (let count = 2; used.has(name); count++) name = `${base}${count}`
    used.add(name)
    return name
  }
}

/** A text as a literal. */
export const quoted = (text: string) =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`

/** A key of an object literal. `__proto__:` would set the prototype instead. */
export const keyOf = (name: string) => {
  if (name === '__proto__') return "['__proto__']"
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
}

/** How many characters must be changed, added or removed to make one text of the other. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [line, char] of [...a].entries()) {
    const next = [line + 1]
    for (const [column, other] of [...b].entries())
      next.push(
        Math.min((next[column] ?? 0) + 1, (row[column + 1] ?? 0) + 1, (row[column] ?? 0) + (char === other ? 0 : 1)),
      )
    row = next
  }
  return row.at(-1) ?? 0
}

/** The names that resemble a wanted one, the closest first; all where none does. */
export const closeTo = (wanted: string, names: readonly string[]): string[] => {
  const words = new Set(wordsOf(wanted.toLowerCase()))
  const measured = names.map(name => ({
    name,
    shared: wordsOf(name.toLowerCase()).filter(word => words.has(word)).length,
    far: distance(wanted.toLowerCase(), name.toLowerCase()),
  }))
  const near = measured.filter(({ shared, far }) => shared > 0 || far <= Math.max(2, wanted.length / 3))
  return (near.length > 0 ? near : measured)
    .toSorted((a, b) => b.shared - a.shared || a.far - b.far)
    .map(({ name }) => name)
}
