/** Numbers that are the same for the same seed and topic on every machine: integers alone, since sines and logarithms differ. */

/** FNV-1a over UTF-16 units. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

const UINT32 = 2 ** 32

/** Mulberry32. Each topic has a stream of its own, so that a change of one leaves the others as they are. */
export class Random {
  #state: number
  constructor(seed: number, topic: string) {
    this.#state = hashOf(`${seed} ${topic}`)
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }

  /** From 0 to `limit - 1`. */
  below(limit: number): number {
    return Math.floor((this.#next() / UINT32) * limit)
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  chance(percent: number): boolean {
    return this.below(100) < percent
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.below(list.length)]
    if (picked === undefined) throw new Error('nothing to pick from')
    return picked
  }

  /** Each entry counts as often as its weight. */
  weighted<T>(list: readonly (readonly [T, number])[]): T {
    let left = this.below(list.reduce((sum, [, weight]) => sum + weight, 0))
    for (const [value, weight] of list) {
      if (left < weight) return value
      left -= weight
    }
    throw new Error('nothing to pick from')
  }

  /** In another order (Fisher and Yates). */
  shuffled<T>(list: readonly T[]): T[] {
    const left = [...list]
    return list.map(() => left.splice(this.below(left.length), 1)[0]).filter(one => one !== undefined)
  }

  /** Up to `many` different ones, none of which is `except`. */
  some<T>(list: readonly T[], many: number, except?: T): T[] {
    const found = new Set<T>()
    for (let tries = 0; found.size < many && tries < 4 * many; tries++) {
      const one = this.pick(list)
      if (one !== except) found.add(one)
    }
    return [...found]
  }

  hex(digits: number): string {
    let text = ''
    while (text.length < digits) text += this.#next().toString(16).padStart(8, '0')
    return text.slice(0, digits)
  }
}
