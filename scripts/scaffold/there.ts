/** What the contract has already. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { shapeOf } from '../openapi/document.ts'
import { isRecord, textAt } from '../openapi/json.ts'

export type There = {
  /** The names of its schemas in `/openapi.json`. */
  readonly schemas: ReadonlySet<string>
  readonly has: (operation: { readonly method: string; readonly path: string }) => boolean
}

/** What the contract declares: operations by method and path, and the names of its schemas. */
export const readContract = async (root: string): Promise<There> => {
  const files = globSync('contract/**/*.ts', { cwd: root, exclude: ['**/*.test.ts'] })
  const shapes = new Set<string>()
  const schemas = new Set<string>()
  for (const file of files) {
    for (const [, id = ''] of readFileSync(join(root, file), 'utf8').matchAll(/\$id: '([^']+)'/g)) schemas.add(id)
    const module: unknown = await import(join(root, file))
    for (const value of Object.values(Object(module))) {
      const { method, path } = isRecord(value) ? { method: textAt(value, 'method'), path: textAt(value, 'path') } : {}
      if (method !== undefined && path !== undefined) shapes.add(shapeOf({ method, path }))
    }
  }
  return { schemas, has: (one: { method: string; path: string }) => shapes.has(shapeOf(one)) }
}
