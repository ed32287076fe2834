/** A world with a real identity provider, and the way of a browser through both; for tests. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import type { Engine } from '../../testing/each-database.ts'
import { type Answered, createWorld, type World } from '../../testing/world.ts'
import { flowCookieName } from '../sessions/cookies.ts'
import { SAME_ORIGIN, setCookieOf } from './testing.ts'
import { type Account, CLIENT, startProvider, walk } from './testing-provider.ts'

export type As = { readonly cookie: string } | undefined

export const FLOW = flowCookieName('http://localhost:4000')

const START = '/api/v1/auth/oidc/start'
const IDENTITIES = '/api/v1/auth/identities'

export const flowCookies = (as: As, flow: string) =>
  [...(as ? [`portico_session=${as.cookie}`] : []), `${FLOW}=${flow}`].join('; ')

let made = 0
export const unique = (name: string) => `${name}-${++made}`

export const newAccount = (extra: Partial<Account> = {}): Account => {
  const sub = unique('sub')
  return { sub, email: `${sub}-${process.pid}@acme.example`, email_verified: true, name: 'Grace Hopper', ...extra }
}

/** The code of the problem that an answer leads to, and the page that shows it. */
export const refusedAt = ({ status, headers }: Answered) => {
  assert.equal(status, 302)
  return String(headers.location).split('?problem=')
}

export const providerEnv = (issuer: string) => ({
  PORTICO_OIDC_ISSUER: issuer,
  PORTICO_OIDC_CLIENT_ID: CLIENT.id,
  PORTICO_OIDC_CLIENT_SECRET: CLIENT.secret,
  PORTICO_OIDC_NAME: 'Acme',
})

export type Begun = { readonly url: string; readonly flow: string }

/** Starts and stops with the suite that calls it. */
export const useProviderWorld = (engine: Engine, env: Record<string, string> = {}) => {
  let provider: Awaited<ReturnType<typeof startProvider>> | undefined
  let world: World | undefined
  let dispose = async () => {}
  before(async () => {
    provider = await startProvider()
    const opened = await engine.open()
    dispose = opened.dispose
    world = await createWorld(opened.database, { ...providerEnv(provider.issuer), ...env })
    await world.person(['ADMIN'])
  })
  after(async () => {
    provider?.close()
    await dispose()
  })
  const here = () => world ?? assert.fail('the world has not begun')
  const at = () => provider ?? assert.fail('the provider has not begun')

  /** What an operation that leads to the provider answers: where to go, and what the browser keeps. */
  const beginAt = async (url: string, body: unknown, as?: As): Promise<Begun> => {
    const answer = await here().request({ method: 'POST', url, body, as, headers: SAME_ORIGIN })
    assert.equal(answer.status, 200, answer.text)
    return { url: String(answer.body.url), flow: setCookieOf(answer, FLOW)?.value ?? '' }
  }
  const begin = (body: unknown = {}, as?: As) => beginAt(START, body, as)
  const beginLink = (as: As) => beginAt(IDENTITIES, { returnTo: '/settings/profile' }, as)
  const comeBack = (url: string, flow: string, { as, world = here() }: { as?: As; world?: World | undefined } = {}) =>
    world.request({ url, headers: { cookie: flowCookies(as, flow) } })

  /** Signs in at the provider as that account and comes back. */
  const goAs = async (account: Account, { url, flow, as, world }: Begun & { as?: As; world?: World }) => {
    at().state.account = account
    return comeBack(await walk(url), flow, { as, world })
  }
  /** The whole way. */
  const signInAt = async (account: Account, body: unknown = {}, as?: As) =>
    goAs(account, { ...(await begin(body, as)), as })
  const linkAt = async (account: Account, as: As) => goAs(account, { ...(await beginLink(as)), as })
  return { here, provider: at, begin, beginLink, comeBack, goAs, signInAt, linkAt }
}
