/** Runs test files in one process: loading the product once for all of them costs a quarter of loading it for each. */
import { readFileSync } from 'node:fs'
import { Server } from 'node:net'
import { join, resolve as resolvePath } from 'node:path'
import { after, suite } from 'node:test'

const ROOT = join(import.meta.dirname, '../..')
const LONGEST_GOODBYE_MS = 10_000

/** What keeps the process alive, without what the test runner itself needs. */
const openHandles = () => process.getActiveResourcesInfo().filter(name => !/^(Pipe|Immediate|Timeout)/.test(name))

/** A port of a test's own choice works until two tests run at once: it fails at once instead. */
const refuseFixedPorts = () => {
  const { listen } = Server.prototype
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    const [where] = args
    const port = typeof where === 'object' && where !== null && 'port' in where ? where.port : where
    if (Number(port) > 0) throw new Error(`a test listens on port ${port}: it must listen on port 0`)
    return Reflect.apply(listen, this, args)
  }
}

/** A file that leaves a server or a pool open keeps the process from ending: it is named, and the run fails. */
const nameWhatStaysOpen = (left: ReadonlyMap<string, readonly string[]>) => {
  const tell = () => {
    const opened = Array.from(left, ([file, names]) => `  after ${file}: ${names.join(', ') || 'nothing'}`)
    process.stderr.write(`The tests ended, but the process did not. Open were:\n${opened.join('\n')}\n`)
    process.exit(1)
  }
  setTimeout(tell, LONGEST_GOODBYE_MS).unref()
}

const startsServers = (file: string) =>
  /testing\/process\.ts'|child_process/.test(readFileSync(resolvePath(ROOT, file), 'utf8'))

/** Each file is a suite, whose hooks are the file's own. They are loaded one at a time: of two at once, one would join the suite of the other. */
export const runTogether = async (files: readonly string[]): Promise<void> => {
  // servers that are processes of their own must know their ports before they listen, so their tests look for free ones
  if (files.length > 1 && files.every(file => file.endsWith('.test.ts') && !startsServers(file))) refuseFixedPorts()
  const left = new Map<string, readonly string[]>()
  for (const file of files)
    await new Promise<void>(resolve => {
      suite(file, async () => {
        await import(resolvePath(ROOT, file)).finally(resolve)
        after(() => {
          left.set(file, openHandles())
          if (left.size === files.length) nameWhatStaysOpen(left)
        })
      })
    })
}
