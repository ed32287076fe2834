/** Puts what was written into files of at most 400 lines, each importing what it uses. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Declaration } from './shapes.ts'

const ROOT = join(import.meta.dirname, '../..')
const BIOME = join(ROOT, 'node_modules/.bin/biome')
/** Leaves room for imports. */
const MOST_LINES = 340

export type NewFile = { readonly path: string; readonly text: string }

/** @throws when the text cannot be parsed, which is a fault of the scaffold */
export const formatted = (text: string): string => {
  const { status, stdout, stderr } = spawnSync(BIOME, ['format', '--stdin-file-path=scaffold.ts'], {
    cwd: ROOT,
    input: text,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`the scaffold wrote what cannot be formatted: ${stderr}`)
  return stdout
}

/** Formats all at once, because each run of the formatter takes as long as all of them. */
export const formatAll = (declarations: readonly Declaration[]): Declaration[] => {
  const mark = '// next declaration'
  const texts = formatted(declarations.map(({ text }) => text).join(`\n\n${mark}\n\n`)).split(`${mark}\n`)
  return declarations.map(({ name }, index) => ({ name, text: (texts[index] ?? '').trim() }))
}

const linesIn = (text: string) => text.split('\n').length + 1

/** In order, so that each file uses only itself and those before it. */
export const inParts = (declarations: readonly Declaration[]): (readonly Declaration[])[] => {
  const parts: { lines: number; all: Declaration[] }[] = []
  for (const one of declarations) {
    const lines = linesIn(one.text)
    const last = parts.at(-1)
    if (last && last.lines + lines <= MOST_LINES) {
      last.all.push(one)
      last.lines += lines
    } else parts.push({ lines, all: [one] })
  }
  return parts.map(({ all }) => all)
}

/** Texts and comments may hold any word. */
const withoutTexts = (text: string) => text.replace(/\/\/.*|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''")

/** Neither as the key of a property nor as a member of something else. */
const uses = (code: string, name: string) =>
  new RegExp(`(?<![\\w$]|[\\w$)\\]]\\.)${RegExp.escape(name)}(?![\\w$]|\\??:)`).test(code)

/** Names and the module they come from, as a file of a wing of the contract sees it. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  '../core/operation.ts': ['EMPTY', 'operation', 'textBody'],
  '../core/paging.ts': ['pageFields', 'paging'],
  '../core/schemas.ts': ['Description', 'Instant', 'Name'],
}

const importOf = (module: string, names: readonly string[]) =>
  names.length === 0 ? [] : [`import { ${names.join(', ')} } from '${module}'`]

/** @param before what the files before this one declare, by module */
export const withImports = (text: string, before: ReadonlyMap<string, readonly Declaration[]>): string => {
  const code = withoutTexts(text)
  const own = [...before].map(([module, all]) => [module, all.map(({ name }) => name)] as const)
  const imports = [...Object.entries(SHARED), ...own].flatMap(([module, names]) =>
    importOf(
      module,
      names.filter(name => uses(code, name)),
    ),
  )
  return ["import * as T from 'typebox'", ...imports, '', text, ''].join('\n')
}
