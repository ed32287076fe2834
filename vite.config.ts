import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { contractManifest } from './scripts/contract-manifest.ts'
import { mantineStyles } from './scripts/mantine-styles.ts'

const DIST = join(import.meta.dirname, 'web/dist')
/** Smaller ones fit into one packet as they are. */
const LEAST_BYTES = 1000
const MANY_PAGES = 12

/** Most pages have forms and dialogs, few at first: what those need comes with them. */
const isNoForm = (module: string) =>
  !/@mantine\/form|layout\/form|name-fields|Input|Textarea|Checkbox|Modal|form-modal|ScrollArea|create-safe-context|confirm-(?:dialog|call)/.test(
    module,
  )

/** Compresses each asset once, as well as it can be, so that the server only has to send it. */
const compressAssets: Plugin = {
  name: 'compress-assets',
  apply: 'build',
  closeBundle() {
    const folder = join(DIST, 'assets')
    for (const name of readdirSync(folder).filter(file => /\.(js|css|svg)$/.test(file))) {
      const content = readFileSync(join(folder, name))
      if (content.length < LEAST_BYTES) continue
      writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content))
      writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }))
    }
  },
}

// Nothing is inlined: the content security policy allows scripts and images of this origin only.
// biome-ignore lint/style/noDefaultExport: Vite reads the default export
export default defineConfig({
  root: 'web',
  plugins: [contractManifest, mantineStyles, react(), compressAssets],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    // Many small files compress badly: what every page needs is one, what several pages share a few.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'app', tags: ['$initial'] },
            { name: 'page', minShareCount: MANY_PAGES, includeDependenciesRecursively: false, test: isNoForm },
          ],
        },
      },
    },
  },
})
