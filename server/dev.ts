/** `npm run dev`: the server with Vite in front of the web app's sources, on the same port. */
import { environment } from './config.ts'
import { serve } from './serve.ts'

const { createServer } = await import('vite')
const vite = await createServer({
  configFile: 'vite.config.ts',
  server: { middlewareMode: true, hmr: { port: 4002 } },
  appType: 'spa',
})

serve(environment(), vite.middlewares).catch(error => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
})
