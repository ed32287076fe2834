/** A real identity provider on this machine, for tests; the one thing scripted is who signs in at it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import Provider from 'oidc-provider'
import { callbackUrl } from './provider-flow.ts'

export type Account = {
  readonly sub: string
  readonly email?: string
  readonly email_verified?: boolean
  readonly name?: string
  readonly groups?: readonly string[]
}

export const CLIENT = { id: 'portico', secret: 'a-secret-of-this-test-alone' }
const PUBLIC_URL = 'http://localhost:4000'

const listen = (handler: (request: IncomingMessage, response: ServerResponse) => void) =>
  new Promise<{ url: string; close: () => void }>((resolve, reject) => {
    const server = createServer(handler).once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (!address || typeof address !== 'object') return reject(new Error('no port'))
      const close = () => {
        server.closeAllConnections()
        server.close()
      }
      resolve({ url: `http://127.0.0.1:${address.port}`, close })
    })
  })

/** @param publicUrl where Portico is: people come back there alone */
export const startProvider = async (publicUrl = PUBLIC_URL) => {
  const state: { account: Account; denies: boolean; isDown: boolean; otherKeys: unknown } = {
    account: { sub: 'nobody' },
    denies: false,
    isDown: false,
    otherKeys: undefined,
  }
  let handle = (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(503).end()
  }
  const { url, close } = await listen((request, response) => {
    if (state.isDown) request.destroy()
    else if (state.otherKeys && request.url === '/jwks') response.end(JSON.stringify(state.otherKeys))
    else handle(request, response)
  })
  const provider = new Provider(url, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [callbackUrl(publicUrl)] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    cookies: { keys: ['for-tests-only'] },
    async findAccount(_, sub) {
      const { account } = state
      return { accountId: sub, claims: async () => ({ ...account, sub }) }
    },
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({ clientId: CLIENT.id, accountId: oidc.session?.accountId ?? '' })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const interact = async (request: IncomingMessage, response: ServerResponse) => {
    const result = state.denies
      ? { error: 'access_denied', error_description: 'said no' }
      : { login: { accountId: state.account.sub } }
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  }
  const callback = provider.callback()
  handle = (request, response) => {
    if (request.url?.startsWith('/interaction/')) interact(request, response).catch(() => response.writeHead(500).end())
    else callback(request, response)
  }
  return { issuer: url, state, close }
}

/** A browser at the provider: follows redirects with cookies until one leads back to us; answers that address. */
export const walk = async (start: string): Promise<string> => {
  const jar = new Map<string, string>()
  let next = start
  for (let step = 0; step < 12; step++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } })
    for (const header of response.headers.getSetCookie()) {
      const [pair = ''] = header.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const location = response.headers.get('location')
    if (!location) throw new Error(`the provider answered ${response.status}: ${await response.text()}`)
    next = new URL(location, next).href
    if (next.startsWith(PUBLIC_URL)) return next.slice(PUBLIC_URL.length)
  }
  throw new Error('the provider led in circles')
}
