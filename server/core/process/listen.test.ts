// own process: listens on a port that is taken
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { listening, listenOnAll } from './listen.ts'

const listen = (port: number, host: string) =>
  new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject).listen(port, host, () => resolve(server))
  })

const place = { hint: 'A hint.', portSetting: 'PORTICO_PORT', hostSetting: 'PORTICO_HOST' }

test('a port that is taken, and a host that is not this machine, are named with the setting to change', async () => {
  const taken = await listen(0, '127.0.0.1')
  const address = taken.address()
  const port = address && typeof address === 'object' ? address.port : 0
  const fault = (host: string, at: number) =>
    listening({ ...place, port: at, host }, () => listenOnAll(host, one => listen(at, one)))
  await assert.rejects(fault('127.0.0.1', port), {
    message: `PORTICO_PORT: port ${port} on 127.0.0.1 is already in use. Stop the program that uses it, or set PORTICO_PORT to another port. A hint.`,
  })
  await assert.rejects(
    fault('203.0.113.1', 0),
    /^Error: PORTICO_HOST: 203\.0\.113\.1 is not an address of this machine/,
  )
  await assert.rejects(
    fault('nowhere.invalid', 0),
    /^Error: PORTICO_HOST: the host name nowhere\.invalid cannot be resolved/,
  )
  taken.close()
})

test('localhost is listened on at each of its addresses that this machine has', async () => {
  const open: ReturnType<typeof createServer>[] = []
  await listenOnAll('localhost', async address => open.push(await listen(0, address)))
  assert.ok(open.length > 0)
  for (const server of open) server.close()
})
