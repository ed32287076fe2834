/** What `npm start` runs. */
import { environment } from './config.ts'
import { serve } from './serve.ts'

serve(environment()).catch(error => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
})
