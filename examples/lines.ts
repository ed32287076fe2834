/** JSON lines, read one at a time. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

export type Line = { readonly [key: string]: unknown }

const isLine = (value: unknown): value is Line => typeof value === 'object' && value !== null && !Array.isArray(value)

/** @throws Error that names the file and the line */
export async function* readLines(file: string): AsyncGenerator<Line> {
  let number = 0
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++
    if (text.trim() === '') continue
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch (error) {
      throw new Error(`${file}:${number} isn't JSON: ${error instanceof Error ? error.message : error}`)
    }
    if (!isLine(value)) throw new Error(`${file}:${number} isn't a JSON object.`)
    yield value
  }
}

export const allLines = (file: string): Promise<Line[]> => Array.fromAsync(readLines(file))

/** A field that has to be text. */
export const textOf = (line: Line, key: string): string => {
  const value = line[key]
  if (typeof value !== 'string') throw new Error(`${key} is required: ${JSON.stringify(line).slice(0, 200)}`)
  return value
}

export const without = (line: Line, ...keys: string[]): Line =>
  Object.fromEntries(Object.entries(line).filter(([key]) => !keys.includes(key)))
