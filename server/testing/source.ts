/** What `boundaries.ts` has to know of a source file, read from its syntax tree. */
import { parseSync, Visitor } from 'vite'

/** A file that another one names, and the line where it does. */
export type Reference = { readonly path: string; readonly line: number }

export type Source = {
  /** Relative to the repository, with forward slashes. */
  readonly file: string
  readonly lines: number
  /** Imports of every kind, also of types alone, exports from elsewhere, `import()`, `new URL(…, import.meta.url)` and augmented modules. */
  readonly references: readonly Reference[]
  /** Interfaces that a `declare module` adds to. */
  readonly augmented: readonly (Reference & { readonly name: string })[]
  readonly functions: readonly { readonly line: number; readonly lines: number; readonly parameters: number }[]
  /** Lines with an `as` other than `as const`. */
  readonly casts: readonly number[]
  readonly texts: readonly Reference[]
}

type Span = { readonly start: number; readonly end: number }

/** Line numbers, from 1. */
const liner = (text: string) => {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)]
  return (offset: number) => {
    const after = starts.findIndex(start => start > offset)
    return after === -1 ? starts.length : after
  }
}

const isConst = (annotation: { type: string; typeName?: { type: string; name?: string } }) =>
  annotation.type === 'TSTypeReference' && annotation.typeName?.name === 'const'

export const readSource = (file: string, text: string): Source => {
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`)
  const lineOf = liner(text)
  const references: Reference[] = []
  const augmented: (Reference & { name: string })[] = []
  const functions: { line: number; lines: number; parameters: number }[] = []
  const casts: number[] = []
  const texts: Reference[] = []
  const refer = (path: unknown, { start }: Span) => {
    if (typeof path === 'string') references.push({ path, line: lineOf(start) })
  }
  const measure = (node: Span & { readonly params: readonly unknown[] }) =>
    functions.push({
      line: lineOf(node.start),
      lines: lineOf(node.end) - lineOf(node.start) + 1,
      parameters: node.params.length,
    })
  new Visitor({
    ImportDeclaration: node => refer(node.source.value, node),
    ExportNamedDeclaration: node => refer(node.source?.value, node),
    ExportAllDeclaration: node => refer(node.source.value, node),
    ImportExpression: node => refer('value' in node.source ? node.source.value : undefined, node),
    TSImportType: node => refer(node.source.value, node),
    NewExpression: node => {
      const [first] = node.arguments
      if (node.callee.type === 'Identifier' && node.callee.name === 'URL' && first && 'value' in first)
        refer(first.value, node)
    },
    TSModuleDeclaration: node => {
      if (!('value' in node.id)) return
      const path = String(node.id.value)
      refer(path, node)
      for (const statement of node.body && 'body' in node.body ? node.body.body : [])
        if (statement.type === 'TSInterfaceDeclaration')
          augmented.push({ path, name: statement.id.name, line: lineOf(statement.start) })
    },
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
    TSAsExpression: node => {
      if (!isConst(node.typeAnnotation)) casts.push(lineOf(node.start))
    },
    Literal: node => {
      if (typeof node.value === 'string') texts.push({ path: node.value, line: lineOf(node.start) })
    },
    TemplateLiteral: ({ quasis }) => {
      for (const { value, start } of quasis) texts.push({ path: value.raw, line: lineOf(start) })
    },
  }).visit(program)
  return { file, lines: text.split('\n').length - 1, references, augmented, functions, casts, texts }
}
