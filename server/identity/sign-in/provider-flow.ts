/** The way to the identity provider: what every operation that sends a person there does. */
import { finishOidc } from '../../../contract/identity/sessions.ts'
import type { Config, OidcConfig } from '../../config.ts'
import type { Context } from '../../core/http/mount.ts'
import type { ReportFault } from '../../core/mail/mailer.ts'
import { notFound, unavailable } from '../../core/problems/problems.ts'
import type { Services } from '../../core/services/services.ts'
import { flowCookie } from '../sessions/cookies.ts'
import { FLOW_MS, type Flow, writeFlow } from './flow.ts'
import { type Provider, providerOf, SignInRefusal } from './provider.ts'
import { safeReturnPath } from './return-path.ts'

export const callbackUrl = (publicUrl: string) => publicUrl + finishOidc.path

/** @throws ConfigError when the identity provider's address is not https */
export const identityProviderOf = ({ oidc, publicUrl }: Config, report: ReportFault): Provider | undefined =>
  oidc && providerOf(oidc, callbackUrl(publicUrl), report)

/** @throws Problem 404 where no provider is set up */
export const needProvider = ({
  identityProvider: provider,
  config: { oidc },
}: Services): { provider: Provider; oidc: OidcConfig } => {
  if (!provider || !oidc) throw notFound('No identity provider is set up. Sign in with email and password.')
  return { provider, oidc }
}

/** Beginning changes nothing, so a provider out of reach is an error of this page and not a redirect. */
const begin = async (provider: Provider, name: string, fresh: boolean) => {
  try {
    return await provider.begin({ fresh })
  } catch (error) {
    throw error instanceof SignInRefusal
      ? unavailable(`${name} can't be reached right now. Try again in a moment.`)
      : error
  }
}

type Wanted = Pick<Flow, 'invitation' | 'link' | 'prove'> & { returnTo: string | undefined }

/** Answers the address at the provider; what the person comes back for is kept in a cookie. */
export const startFlow = async (wanted: Wanted, { now, setCookie, services }: Context) => {
  const { provider, oidc } = needProvider(services)
  const { url, ...checks } = await begin(provider, oidc.name, wanted.prove !== undefined)
  const flow: Flow = { ...checks, ...wanted, returnTo: safeReturnPath(wanted.returnTo), startedAt: now }
  setCookie(flowCookie(services.config.publicUrl, { value: writeFlow(flow), maxAgeMs: FLOW_MS }))
  return { url }
}
