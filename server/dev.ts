/** `npm run dev`: the server with the browser app from its sources, on the same port. */
import { environment } from './config.ts'
import { openFront } from './core/http/front.ts'
import { serve } from './serve.ts'

const HMR_PORT = 4002

const start = async () => serve(environment(), await openFront(HMR_PORT))

start().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
})
