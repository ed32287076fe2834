/** Writes the files of a tag: its contract, an empty slice, and the slice's test. */
import { operationsOf } from '../openapi/document.ts'
import type { Json } from '../openapi/json.ts'
import { type Written, writeOperations } from './contract.ts'
import { formatAll, inParts, type NewFile, withImports } from './files.ts'
import { camel, namer, sentence } from './names.ts'
import { type Declaration, GAP, writerOf } from './shapes.ts'
import type { There } from './there.ts'

/** The permissions that most operations of a wing need. */
export const WINGS = {
  identity: { view: 'EDIT_SETTINGS', edit: 'EDIT_SETTINGS' },
  catalog: { view: 'VIEW_CATALOGS', edit: 'EDIT_ENTITIES' },
  standards: { view: 'VIEW_SCORECARDS', edit: 'EDIT_SCORECARDS' },
  outbound: { view: 'CONFIGURE_INTEGRATIONS', edit: 'CONFIGURE_INTEGRATIONS' },
} as const

export type Wing = keyof typeof WINGS
export const isWing = (name: string): name is Wing => Object.hasOwn(WINGS, name)

export type Asked = {
  readonly root: Json
  readonly tag: string
  readonly wing: Wing
  /** The slice's folder and the contract's file. */
  readonly name: string
  readonly there: There
}

const permissions = (wing: Wing, text: string) =>
  (['view', 'edit'] as const)
    .filter(kind => text.includes(`needs: ${kind},`))
    .map(
      kind =>
        `// ${GAP} check that this is the permission\nconst ${kind} = { permission: '${WINGS[wing][kind]}' } as const\n\n`,
    )
    .join('')

const numbered = (base: string, index: number) => `${base}${index === 0 ? '' : `-${index + 1}`}`

const LIMITS = `// ${GAP} check the limits of what is sent: most are defaults, because the published document has few\n\n`

const textOf = (part: readonly Declaration[]) => part.map(({ text }) => text).join('\n\n')

/** Shapes stand before the operations; in files of their own where all of it is too long for one. */
const contractFiles = ({ wing, name }: Asked, shapes: readonly Declaration[], operations: readonly Declaration[]) => {
  const both = inParts([...shapes, ...operations])
  const isShort = both.length === 1
  const shapeParts = isShort ? [] : inParts(shapes)
  const operationParts = isShort ? both : inParts(operations)
  const before = new Map<string, readonly Declaration[]>()
  const files: NewFile[] = []
  const add = (file: string, part: readonly Declaration[], head: string) => {
    files.push({ path: `contract/${wing}/${file}.ts`, text: withImports(`${head}${textOf(part)}`, before) })
    before.set(`./${file}.ts`, part)
  }
  for (const [index, part] of shapeParts.entries())
    add(numbered(`${name}-shapes`, index), part, index === 0 ? LIMITS : '')
  for (const [index, part] of operationParts.entries()) {
    const head = `${isShort ? LIMITS : ''}${permissions(wing, textOf(part))}`
    add(numbered(name, index), part, head)
  }
  return { files, modules: operationParts.map((part, index) => ({ file: numbered(name, index), part })) }
}

type Modules = ReturnType<typeof contractFiles>['modules']

const sliceFile = ({ wing, name }: Asked, slice: string): NewFile => ({
  path: `server/${wing}/${name}/slice.ts`,
  text: `import type { Slice } from '../../core/slices/slice.ts'
import { ${slice}Routes } from './routes.ts'

export const ${slice}: Slice = {
  name: '${name}',
  routes: ${slice}Routes,
}
`,
})

const routesFile = ({ wing, name }: Asked, slice: string, modules: Modules): NewFile => {
  const spaces = modules.map(({ file, part }, index) => ({
    file,
    part,
    as: index === 0 ? 'contract' : `contract${index + 1}`,
  }))
  const imports = spaces.map(({ file, as }) => `import * as ${as} from '../../../contract/${wing}/${file}.ts'`)
  const routes = spaces.flatMap(({ part, as }) =>
    part
      .filter(({ text }) => text.includes('= operation({'))
      .map(one => ({ name: one.name, text: `const ${one.name} = on(${as}.${one.name}, { handle: unwritten })` })),
  )
  return {
    path: `server/${wing}/${name}/routes.ts`,
    text: `${imports.join('\n')}
import { on, type Route } from '../../core/http/mount.ts'

/** Until a handler is written, its operation fails. */
const unwritten = (): never => {
  throw new Error('${GAP} write the handlers')
}

${routes.map(({ text }) => text).join('\n')}

export const ${slice}Routes: readonly Route[] = [${routes.map(({ name: one }) => one).join(', ')}]
`,
  }
}

const testFile = ({ wing, name, tag }: Asked, [first]: Written['ids']): NewFile => ({
  path: `server/${wing}/${name}/${name}.test.ts`,
  text: `import assert from 'node:assert/strict'
import { eachDatabase, test } from '../../testing/world.ts'

eachDatabase('${sentence(tag).toLowerCase()}', world => {
  // ${GAP} say what people rely on, a sentence and a test for each
  test('are served', async () => {
    const { request, person } = await world()
    const { session } = await person(['ADMIN'])
    const { status } = await request({ method: '${first?.method}', url: '${first?.path.replace(/\{\w+\}/g, 'none')}', as: session })
    assert.equal(status, 200)
  })
})
`,
})

export type Scaffolded = {
  readonly files: readonly NewFile[]
  /** The name of the slice in code. */
  readonly slice: string
  /** Operations of the tag that the contract has already, by method and path. */
  readonly left: readonly string[]
}

export const scaffold = (asked: Asked): Scaffolded => {
  const { root, tag, name, there } = asked
  const all = operationsOf(root).filter(({ tags }) => tags.includes(tag))
  const missing = all.filter(one => !there.has(one))
  const writer = writerOf(root, there.schemas)
  const { operations, ids } = writeOperations(missing, { root, writer, tag: sentence(tag) })
  const [shapes, texts] = [formatAll(writer.declarations), formatAll(operations)]
  const { files, modules } = contractFiles(asked, shapes, texts)
  const slice = namer()(camel(name), 'slice')
  const left = all.filter(one => there.has(one)).map(({ method, path }) => `${method} ${path}`)
  return {
    files:
      missing.length === 0
        ? []
        : [...files, sliceFile(asked, slice), routesFile(asked, slice, modules), testFile(asked, ids)],
    slice,
    left,
  }
}
