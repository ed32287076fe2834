/** The identity provider, by OpenID Connect: authorization code, PKCE, state and nonce, all checked by openid-client. */
import type * as Client from 'openid-client'
import type { SignInProblem } from '../../../contract/identity/sessions.ts'
import { ConfigError, type OidcConfig } from '../../config.ts'
import { isLoopback } from '../../core/callers/loopback.ts'
import type { ReportFault } from '../../core/mail/mailer.ts'
import { type Claims, claimsFrom, needsUserInfo } from './claims.ts'

const TIMEOUT_SECONDS = 10
const CLOCK_TOLERANCE_SECONDS = 30

/** What the browser keeps while the person is at the provider. */
export type StartedFlow = {
  readonly url: string
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export type Checks = Pick<StartedFlow, 'state' | 'nonce' | 'verifier'>

export type Provider = {
  /** `fresh` makes the person sign in there again, even with a session at the provider. @throws SignInRefusal while it cannot be reached */
  begin(wanted?: { fresh?: boolean }): Promise<StartedFlow>
  /** Exchanges the code of the address the provider sent the person back to. @throws SignInRefusal */
  finish(address: URL, checks: Checks, wanted?: { fresh?: boolean }): Promise<Claims>
}

/** Why someone does not get in, as a code that the sign-in page words. */
export class SignInRefusal extends Error {
  readonly code: SignInProblem
  constructor(code: SignInProblem, cause?: unknown) {
    super(code, { cause })
    this.code = code
  }
}

const isPlainHttp = (issuer: URL) => issuer.protocol === 'http:'

const checkIssuer = (issuer: URL) => {
  const isFine = issuer.protocol === 'https:' || (isPlainHttp(issuer) && isLoopback(issuer))
  if (!isFine) throw new ConfigError(['PORTICO_OIDC_ISSUER must start with https://'])
}

/** Basic is what OpenID Connect says where the provider says nothing; some take the secret in the body only. */
const clientAuth =
  (client: typeof Client, secret: string): Client.ClientAuth =>
  (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported
    const auth =
      methods && !methods.includes('client_secret_basic') ? client.ClientSecretPost : client.ClientSecretBasic
    return auth(secret)(server, ...rest)
  }

/** The library trusts TLS instead of an ID token's signature unless configured to check both (ASVS 5.0, 6.8.2). */
const discover = async (client: typeof Client, { issuer, clientId, clientSecret }: OidcConfig) => {
  const url = new URL(issuer)
  const plainHttp = isPlainHttp(url) ? [client.allowInsecureRequests] : []
  return client.discovery(
    url,
    clientId,
    { [client.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
    clientSecret === undefined ? client.None() : clientAuth(client, clientSecret),
    { timeout: TIMEOUT_SECONDS, execute: [client.enableNonRepudiationChecks, ...plainHttp] },
  )
}

/** What the provider itself said is wrong, or that it said nothing. */
const refusalFrom = (client: typeof Client, error: unknown): SignInRefusal => {
  if (error instanceof client.AuthorizationResponseError)
    return new SignInRefusal(/unavailable|server_error/.test(error.error) ? 'provider-unreachable' : 'denied', error)
  if (error instanceof client.ResponseBodyError)
    return new SignInRefusal(error.error === 'invalid_grant' ? 'expired' : 'failed', error)
  if (error instanceof client.ClientError && error.code !== 'OAUTH_TIMEOUT') return new SignInRefusal('failed', error)
  return new SignInRefusal('provider-unreachable', error)
}

/** What a person or time explains is no fault of the provider or of the connection to it. */
const EXPECTED = new Set<SignInProblem>(['denied', 'expired'])

/**
 * The library and the provider's metadata are loaded with the first sign-in, so that neither holds up the start; a failed try is
 * forgotten, so that the next one asks again.
 * @param report receives what the person does not see: why the provider could not be used
 * @throws ConfigError for an issuer that is neither https nor on this machine
 */
export const providerOf = (config: OidcConfig, redirectUri: string, report: ReportFault): Provider => {
  checkIssuer(new URL(config.issuer))
  let known: Promise<Client.Configuration> | undefined
  const load = () => import('openid-client')

  const reported = (refusal: SignInRefusal) => {
    if (!EXPECTED.has(refusal.code)) report(refusal.cause, 'a sign-in with the identity provider failed')
    return refusal
  }

  const configuration = async (client: typeof Client) => {
    known ??= discover(client, config)
    try {
      return await known
    } catch (error) {
      known = undefined
      throw reported(new SignInRefusal('provider-unreachable', error))
    }
  }

  return {
    async begin({ fresh = false } = {}) {
      const client = await load()
      const server = await configuration(client)
      const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()]
      const url = client.buildAuthorizationUrl(server, {
        redirect_uri: redirectUri,
        scope: config.scopes,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...(fresh ? { max_age: '0', prompt: 'login' } : {}),
      })
      return { url: url.href, state, nonce, verifier }
    },

    async finish(address, { state, nonce, verifier }, { fresh = false } = {}) {
      const client = await load()
      try {
        const server = await configuration(client)
        const tokens = await client.authorizationCodeGrant(server, address, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
          ...(fresh ? { maxAge: 0 } : {}),
        })
        const claims = tokens.claims()
        if (!claims) throw new SignInRefusal('failed')
        const asksMore = needsUserInfo(claims, config) && server.serverMetadata().userinfo_endpoint !== undefined
        const more = asksMore ? await client.fetchUserInfo(server, tokens.access_token, claims.sub) : {}
        return claimsFrom({ ...more, ...claims }, server.serverMetadata().issuer, config)
      } catch (error) {
        throw error instanceof SignInRefusal ? error : reported(refusalFrom(client, error))
      }
    },
  }
}

declare module '../../core/services/services.ts' {
  interface Services {
    /** Undefined while none is set up. */
    readonly identityProvider: Provider | undefined
  }
}
