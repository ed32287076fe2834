/**
 * What the browser gets of the contract. A module that builds schemas is replaced by its manifest: what a call needs of each
 * operation, and plain values such as lists of words. Everything else, schemas above all, is for the server and the type checker;
 * naming it in `web/` fails the build. See docs/decisions/manifest-of-operations.md.
 */
import { readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'
import { type CalledOperation, isTextBody, type OperationSpec } from '../contract/core/operation.ts'

const CONTRACT = join(import.meta.dirname, '../contract') + sep
const BUILDS_SCHEMAS = /^import \* as \w+ from 'typebox'/m

const isOperation = (value: unknown): value is OperationSpec =>
  typeof value === 'object' && value !== null && ['id', 'method', 'path', 'needs'].every(key => key in value)

const isPlain = (value: unknown): boolean =>
  Array.isArray(value) ? value.every(isPlain) : ['string', 'number', 'boolean'].includes(typeof value)

/** Of the body only that it is text, and as what it is sent. */
export const calledOf = ({ id, method, path, needs, body }: OperationSpec): CalledOperation => ({
  id,
  method,
  path,
  needs,
  ...(body && isTextBody(body) ? { body: { text: true, mediaType: body.mediaType } } : {}),
})

/** A constant for each export, so that a page loads those that it names and no others. */
export const manifestOf = (exported: Readonly<Record<string, unknown>>): string =>
  Object.entries(exported)
    .filter(([, value]) => isOperation(value) || isPlain(value))
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(isOperation(value) ? calledOf(value) : value)}\n`)
    .join('')

export const contractManifest: Plugin = {
  name: 'contract-manifest',
  enforce: 'pre',
  async load(id) {
    const [file = ''] = id.split('?')
    if (!file.startsWith(CONTRACT) || !BUILDS_SCHEMAS.test(readFileSync(file, 'utf8'))) return
    return manifestOf(await import(pathToFileURL(file).href))
  },
}
