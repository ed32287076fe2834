/** The files beside the pages of the documentation: style, scripts and pictures. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { layOutTry } from './layout.ts'
import type { Library } from './library.ts'
import { sitemap } from './markdown.ts'
import { once } from './once.ts'

const DOCS = join(import.meta.dirname, '../../docs')
const PICTURES = join(DOCS, 'images')
const BROWSER = join(import.meta.dirname, 'browser')

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  toml: 'text/plain; charset=utf-8',
  png: 'image/png',
}

type File = { readonly type: string; readonly content: string | Buffer }

const file = (name: string, read: () => string | Buffer): (() => File) =>
  once(() => ({ type: TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? '', content: read() }))

const fromDisk = (path: string) => file(path, () => readFileSync(path))

const pictures = () =>
  Object.fromEntries(
    readdirSync(PICTURES)
      .filter(name => name.endsWith('.png'))
      .map(name => [`images/${name}`, fromDisk(join(PICTURES, name))]),
  )

/** By their addresses below `/docs/`; each is read when it is asked for first. */
export const filesOf = (library: () => Library): ReadonlyMap<string, () => File> =>
  new Map(
    Object.entries({
      'style.css': fromDisk(join(BROWSER, 'style.css')),
      'copy.js': fromDisk(join(BROWSER, 'copy.js')),
      try: file('try.html', () => layOutTry(library())),
      'try/try.js': fromDisk(join(BROWSER, 'try.js')),
      'sitemap.md': file('sitemap.md', () => sitemap(library().pages)),
      'leaks/gitleaks.toml': fromDisk(join(DOCS, 'leaks/gitleaks.toml')),
      ...pictures(),
    }),
  )
