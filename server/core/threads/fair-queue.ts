/** What waits for a thread: bounded, in order for each caller, and callers take turns, so that nobody waits for all of another's work. */

export type Waiting = {
  /** Who asked: a person, a key, or the address of a stranger. */
  readonly who: string
  /** Characters that it holds in memory. */
  readonly size: number
}

export type Room = {
  /** How many may wait, and how many characters they may hold. One caller may take half of each. */
  readonly mostWaiting: number
  readonly mostCharacters: number
}

const measure = (items: readonly Waiting[]) => ({
  count: items.length,
  characters: items.reduce((sum, { size }) => sum + size, 0),
})

export class FairQueue<Item extends Waiting> {
  readonly #room: Room
  /** The callers in the order of their turns, each with what waits. */
  readonly #lines = new Map<string, Item[]>()
  constructor(room: Room) {
    this.#room = room
  }

  /** Whether there was room for it. */
  add(item: Item): boolean {
    const line = this.#lines.get(item.who) ?? []
    const all = [...this.#lines.values()].flat()
    if (!this.#hasRoom(all, item, 1) || !this.#hasRoom(line, item, 2)) return false
    this.#lines.set(item.who, [...line, item])
    return true
  }

  /** The next one that may start: the first of a line, whose caller then goes to the end. */
  take(mayStart: (item: Item) => boolean): Item | undefined {
    for (const [who, [first, ...others]] of this.#lines) {
      if (!first || !mayStart(first)) continue
      this.#lines.delete(who)
      if (others.length > 0) this.#lines.set(who, others)
      return first
    }
    return undefined
  }

  has(item: Item): boolean {
    return this.#lines.get(item.who)?.includes(item) ?? false
  }

  /** Takes back what nobody waits for any more; false where it is not waiting. */
  remove(item: Item): boolean {
    const line = this.#lines.get(item.who)
    if (!line || !this.has(item)) return false
    if (line.length === 1) this.#lines.delete(item.who)
    else
      this.#lines.set(
        item.who,
        line.filter(other => other !== item),
      )
    return true
  }

  #hasRoom(line: readonly Item[], { size }: Item, share: number): boolean {
    const { count, characters } = measure(line)
    const { mostWaiting, mostCharacters } = this.#room
    return count < mostWaiting / share && characters + size <= mostCharacters / share
  }
}
