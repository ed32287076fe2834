import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Nothing is inlined: the content security policy allows scripts and images of this origin only.
// biome-ignore lint/style/noDefaultExport: Vite reads the default export
export default defineConfig({
  root: 'web',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
})
