/**
 * Which statements PostgreSQL prepares: those of transactions that come again and again, for planning one often takes longer than
 * running it. A name is never given up, because each connection keeps what it has prepared; so texts that are long or rare get none.
 */
export type StatementNames = {
  /** Counts a use of the text. Undefined where it is not, or not yet, to be prepared. */
  of(text: string): string | undefined
  /** Call when a change of the schema has made a plan outdated: every statement is prepared again under a new name. */
  forget(): void
}

const LONGEST = 4_000
/** As pgjdbc does by default: it costs the server memory, on each connection. */
const MOST_NAMES = 256
const OFTEN = 5
const MOST_COUNTED = 1_000

export const statementNames = (): StatementNames => {
  const uses = new Map<string, number>()
  const names = new Map<string, string>()
  let given = 0

  const nameNow = (text: string) => {
    uses.delete(text)
    const name = `often-${++given}`
    names.set(text, name)
    return name
  }

  const counted = (text: string) => {
    const count = (uses.get(text) ?? 0) + 1
    if (count >= OFTEN) return nameNow(text)
    if (uses.size >= MOST_COUNTED) uses.clear()
    uses.set(text, count)
    return undefined
  }

  return {
    of: text => names.get(text) ?? (text.length > LONGEST || names.size >= MOST_NAMES ? undefined : counted(text)),
    forget() {
      uses.clear()
      names.clear()
    },
  }
}

/** "cached plan must not change result type", which has no code of its own. */
export const isOutdatedPlan = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'routine' in error && error.routine === 'RevalidateCachedQuery'
