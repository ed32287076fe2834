import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { type AddressInfo, isIPv4 } from 'node:net'
import { after, test } from 'node:test'
import { hangUpOf } from './hang-up.ts'

const signals: AbortSignal[] = []
const server = createServer(async (incoming, response) => {
  for await (const _ of incoming); // a body that was read is no client that hung up
  signals.push(hangUpOf(response)())
  server.emit('asked')
  if (incoming.url === '/answered') response.end('done')
})
await once(server.listen(0, '127.0.0.1'), 'listening')
after(() => server.close())

const isAddress = (address: string | AddressInfo | null): address is AddressInfo =>
  typeof address === 'object' && address !== null && isIPv4(address.address)

const ask = (path: string) => {
  const address = server.address()
  assert.ok(isAddress(address))
  return request({ port: address.port, host: '127.0.0.1', path, method: 'POST' }).end('a body')
}

test('a client that hangs up while it waits is noticed, and work begun for it later knows at once', async () => {
  const asked = once(server, 'asked')
  const client = ask('/held').on('error', () => {})
  await asked
  const signal = signals.at(-1)
  assert.ok(signal && !signal.aborted)
  const aborted = once(signal, 'abort')
  client.destroy()
  await aborted
})

test('a client that got its answer did not hang up', async () => {
  const [response] = await once(ask('/answered'), 'response')
  response.resume()
  await once(response, 'close')
  assert.equal(signals.at(-1)?.aborted, false)
})
