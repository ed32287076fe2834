/** A published document with what real ones hold, and a copy of the sources to scaffold in. */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newFolder } from '../../server/testing/folder.ts'
import { gapsIn } from '../gaps.ts'
import { run as runScaffold } from './run.ts'

const ROOT = join(import.meta.dirname, '../..')

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: unknown) => ({ content: { 'application/json': { schema } } })
const text = { type: 'string', description: 'A sentence of the published document.' }
const integer = { type: 'integer', format: 'int32' }

const schemas = {
  'Ship-To.Address': { type: 'object', required: ['street'], properties: { street: text, 'post-code': text } },
  Object: { type: 'object', properties: { value: text } },
  Base: {
    type: 'object',
    required: ['kind'],
    properties: { kind: text },
    discriminator: { propertyName: 'kind' },
    oneOf: [ref('Small'), ref('Large')],
  },
  Small: { allOf: [ref('Base'), { type: 'object', required: ['size'], properties: { size: integer } }] },
  Large: { allOf: [ref('Base'), { type: 'object', properties: { sizes: { type: 'array', items: integer } } }] },
  Tree: { type: 'object', required: ['leaves'], properties: { leaves: { type: 'array', items: ref('Tree') } } },
  Parcel: {
    type: 'object',
    required: ['id', 'state', 'sentAt', 'name', '__proto__'],
    properties: {
      id: { type: 'string', format: 'uuid', readOnly: true },
      secret: { type: 'string', writeOnly: true },
      name: { type: 'string' },
      description: { type: 'string', nullable: true },
      state: { type: 'string', enum: ['NEW', 'it\'s "sent"'] },
      grade: { type: 'integer', enum: [1, 2, null], nullable: true },
      only: { type: 'string', enum: ['ONE'] },
      sentAt: { type: 'string', format: 'date-time' },
      to: { nullable: true, allOf: [ref('Ship-To.Address')] },
      content: ref('Base'),
      tree: ref('Tree'),
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      anything: {},
      more: { type: ['string', 'null'] },
      operation: { type: 'string' },
      odd: ref('Object'),
      ['__proto__']: text,
    },
  },
  Problem: { type: 'object', properties: { message: text } },
  ErrorResponse: { type: 'object', properties: { other: text } },
  Parcels: {
    type: 'object',
    required: ['parcels', 'page', 'total', 'totalPages'],
    properties: {
      parcels: { type: 'array', items: ref('Parcel') },
      page: integer,
      total: integer,
      totalPages: integer,
      error: ref('ErrorResponse'),
    },
  },
}

const query = (name: string, schema: unknown, more = {}) => ({ in: 'query', name, schema, ...more })

const paths = {
  '/api/v1/parcels': {
    parameters: [query('tenant', { type: 'string' }, { required: true })],
    get: {
      operationId: 'list',
      tags: ['Parcels: 2-Sent'],
      summary: text.description,
      parameters: [
        { $ref: '#/components/parameters/state' },
        query('sort-by', { type: 'string', enum: ['name', 'age'] }),
        query('page', integer, { required: true }),
        query('pageSize', integer, { required: true }),
        { in: 'header', name: 'X-Trace', schema: { type: 'string' } },
      ],
      responses: { 200: json(ref('Parcels')) },
    },
    post: {
      operationId: 'delete',
      tags: ['Parcels: 2-Sent'],
      requestBody: { $ref: '#/components/requestBodies/parcel' },
      responses: { 200: { description: 'Done' }, 201: json(ref('Parcel')) },
    },
  },
  '/api/v1/parcels/{parcel-id}/label': {
    get: { tags: ['Parcels: 2-Sent'], responses: { '2XX': { content: { 'image/png': {} } } } },
    put: {
      operationId: 'put label',
      tags: ['Parcels: 2-Sent'],
      requestBody: { content: { 'text/plain': { schema: { type: 'string' } } } },
      responses: { 204: { description: 'Done' } },
    },
  },
  '/api/v1/catalog': { get: { tags: ['Parcels: 2-Sent'], responses: { 200: { description: 'Done' } } } },
  '/api/v1/letters': { get: { tags: ['Letters'], responses: { 200: { description: 'Done' } } } },
}

export const DOCUMENT = {
  openapi: '3.0.1',
  paths,
  components: {
    schemas,
    parameters: { state: query('state', { type: 'array', items: { type: 'string', enum: ['NEW', 'SENT'] } }) },
    requestBodies: { parcel: json(ref('Parcel')) },
  },
}

/** A sentence of the document that must not be copied. */
export const SENTENCE = text.description

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** A copy of the sources, with this document as `published.json`. */
export const copySources = (document: unknown = DOCUMENT) => {
  const folder = newFolder('portico-scaffold-')
  for (const part of ['contract', 'server', 'biome.json', 'package.json'])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'published.json'), JSON.stringify(document))
  const at = (file: string) => join(folder, file)
  const run = (program: string, args: readonly string[]): Promise<Ran> =>
    new Promise(resolve => {
      execFile(program, args, { cwd: folder, env: { ...process.env, INIT_CWD: folder } }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) || 1 : 0, stdout, stderr }),
      ).stdin?.end()
    })
  return {
    read: (file: string) => readFileSync(at(file), 'utf8'),
    write: (file: string, content: string) => {
      mkdirSync(join(at(file), '..'), { recursive: true })
      writeFileSync(at(file), content)
    },
    gaps: () => gapsIn(folder),
    /** In this process; answers as the command would. */
    scaffold: async (...args: string[]): Promise<Ran> => {
      const said: string[] = []
      const places = { root: folder, from: folder, say: (text: string) => said.push(text) }
      const stderr = await runScaffold(['--from', 'published.json', ...args], places).then(
        () => '',
        error => String(error.message),
      )
      return { code: stderr === '' ? 0 : 1, stdout: said.join('\n'), stderr }
    },
    test: (...files: string[]) => run(process.execPath, ['--test', ...files]),
    tidy: () => run(at('node_modules/.bin/biome'), ['check', '--write', 'contract', 'server']),
    lint: () => run(at('node_modules/.bin/biome'), ['check', 'contract', 'server']),
    /** The contract, the slices and all that they import. */
    compile: (...files: string[]) => {
      const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'))
      const include = ['contract', 'server/slices.ts', ...files]
      writeFileSync(
        at('tsconfig.json'),
        JSON.stringify({ compilerOptions, include, exclude: ['**/operation.test.ts'] }),
      )
      return run(at('node_modules/.bin/tsc'), ['-p', '.'])
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
