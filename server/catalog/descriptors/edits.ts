/** Edits of a text, made at once: what no edit names stays as it is, byte for byte. */

type Edit = { readonly start: number; readonly end: number; readonly text: string }

export class Edits {
  readonly text: string
  /** The line break of the text, for new lines. */
  readonly eol: string
  readonly #edits: Edit[] = []
  constructor(text: string) {
    this.text = text
    this.eol = /\r?\n/.exec(text)?.[0] ?? '\n'
  }

  replace(start: number, end: number, text: string) {
    this.#edits.push({ start, end, text })
  }

  /** Insertions at one place keep the order in which they are made, before what is replaced from there on. */
  insert(at: number, text: string) {
    this.replace(at, at, text)
  }

  /** Says of places, in their order in the text, whether they are within something that is replaced. */
  replacing(): (at: number) => boolean {
    const inOrder = this.#edits.toSorted((a, b) => a.start - b.start)
    let next = 0
    let replacedUntil = 0
    return at => {
      for (; (inOrder[next]?.start ?? Number.POSITIVE_INFINITY) <= at; next++)
        replacedUntil = Math.max(replacedUntil, inOrder[next]?.end ?? 0)
      return at < replacedUntil
    }
  }

  lineStart(at: number): number {
    return this.text.lastIndexOf('\n', at - 1) + 1
  }

  /** The end of the line, without its line break. */
  lineEnd(at: number): number {
    const found = this.text.indexOf('\n', at)
    const end = found < 0 ? this.text.length : found
    return end > at && this.text[end - 1] === '\r' ? end - 1 : end
  }

  /** The end of the line, or of the comments below it that are indented deeper, and so speak of what stands above. */
  endOfBlock(at: number, indent: string): number {
    let end = this.lineEnd(at)
    // sticky: it is right there, or not at all
    const comment = new RegExp(`(?:\\r?\\n[ \\t]*)*\\r?\\n${indent}[ \\t]+#[^\\r\\n]*`, 'y')
    for (;;) {
      comment.lastIndex = end
      if (!comment.test(this.text)) return end
      end = comment.lastIndex
    }
  }

  /** The whitespace that the line begins with, where nothing else stands before the place. */
  indentAt(at: number): string | undefined {
    const before = this.text.slice(this.lineStart(at), at).replace('\ufeff', '')
    return /^[ \t]*$/.test(before) ? before : undefined
  }

  /** Undefined where two edits are about the same characters. */
  applied(): string | undefined {
    const inOrder = this.#edits.toSorted(
      (a, b) => a.start - b.start || Number(a.end > a.start) - Number(b.end > b.start),
    )
    let [result, at] = ['', 0]
    for (const { start, end, text } of inOrder) {
      if (start < at) return undefined
      result += this.text.slice(at, start) + text
      at = end
    }
    return result + this.text.slice(at)
  }
}
