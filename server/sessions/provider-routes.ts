import * as contract from '../../contract/sessions.ts'
import { ANONYMOUS, type SessionActor } from '../access/actor.ts'
import type { OidcConfig } from '../config.ts'
import { Answer, type Context, on, type Route } from '../http/mount.ts'
import { forbidden, notFound, unavailable } from '../http/problems.ts'
import type { Claims } from './claims.ts'
import { flowCookie, flowCookieName, noFlowCookie } from './cookies.ts'
import { enter } from './enter.ts'
import { FLOW_MS, type Flow, readFlow, writeFlow } from './flow.ts'
import { type Mapped, mapGroups } from './mapping.ts'
import type { SessionParts } from './parts.ts'
import { proofEntry, renewProof } from './proof.ts'
import { type Provider, SignInRefusal } from './provider.ts'
import { type Arrival, arrive, personOf } from './provider-sign-in.ts'
import { safeReturnPath } from './return-path.ts'

/** What came of the exchange at the provider: claims, or why there are none. */
type Outcome = { claims: Claims; flow: Flow } | { refusal: contract.SignInProblem }

/** Where a proof in another tab ends. */
const PROVED_PAGE = '/proved'

const redirect = (location: string) => new Answer(302, undefined, { location })

export const callbackUrl = (publicUrl: string) => publicUrl + contract.finishOidc.path

const cameBackTo = (publicUrl: string, query: Readonly<Record<string, string | undefined>>) => {
  const url = new URL(callbackUrl(publicUrl))
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
  return url
}

const needProvider = (provider: Provider | undefined, oidc: OidcConfig | undefined) => {
  if (!provider || !oidc) throw notFound('No identity provider is set up here. Sign in with email and password.')
  return { provider, oidc }
}

/** Beginning changes nothing, so that a provider out of reach is an error of this page and not a redirect. */
const begin = async (provider: Provider, name: string, fresh: boolean) => {
  try {
    return await provider.begin({ fresh })
  } catch (error) {
    throw error instanceof SignInRefusal
      ? unavailable(`${name} cannot be reached right now. Try again in a moment.`)
      : error
  }
}

const linkTo = ({ actor }: Context) => {
  if (actor.kind !== 'session') throw forbidden('Sign in to your account first, then link it.')
  return actor.user.id
}

const sessionToProve = ({ actor }: Context) => {
  if (actor.kind !== 'session') throw forbidden('Sign in first.')
  return actor.session.id
}

const auditArrival = async ({ audit }: Context, { person, how }: Arrival, actor: SessionActor, mapped?: Mapped) => {
  const objectIdentifier = person.email
  if (how === 'new')
    await audit(
      { action: 'CREATE', objectType: 'USER', objectIdentifier, changes: { name: { after: person.name } } },
      actor,
    )
  if (how === 'linked' || how === 'invited')
    await audit(
      { action: 'UPDATE', objectType: 'PROFILE', objectIdentifier, changes: { provider: { after: how } } },
      actor,
    )
  if (mapped)
    await audit(
      { action: 'UPDATE', objectType: 'USER', objectIdentifier, changes: { rolesFromGroups: mapped } },
      ANONYMOUS,
    )
}

export const providerRoutes = ({ config, provider: given, failures }: SessionParts): Route[] => {
  const { publicUrl } = config

  const exchange = async (query: Readonly<Record<string, string | undefined>>, context: Context): Promise<Outcome> => {
    const { provider } = needProvider(given, config.oidc)
    const flow = readFlow(context.cookie(flowCookieName(publicUrl)), query.state, context.now)
    if (!flow) return { refusal: 'expired' }
    try {
      return {
        claims: await provider.finish(cameBackTo(publicUrl, query), flow, { fresh: flow.prove !== undefined }),
        flow,
      }
    } catch (error) {
      if (error instanceof SignInRefusal) return { refusal: error.code }
      throw error
    }
  }

  /** Linking goes on in the session that is there; every other way begins a new one. */
  const comeIn = async (claims: Claims, flow: Flow, context: Context) => {
    const { oidc } = needProvider(given, config.oidc)
    const { db, now, actor } = context
    const arrival = await arrive(db, claims, { flow, actor, config: oidc, now })
    const mapped = await mapGroups(db, arrival.person.id, claims.groups, {
      ...oidc,
      passwordSignIn: config.passwordSignIn,
    })
    const isLinking = flow.linkTo !== undefined && actor.kind === 'session'
    const entered = isLinking ? actor : await enter(arrival.person, 'OIDC', config, context)
    if (isLinking && arrival.how === 'known' && !mapped) context.nothingWritten()
    await auditArrival(context, arrival, entered, mapped)
  }

  /** The same person, signed in there a moment ago: only the proof is renewed. */
  const proveBy = async (claims: Claims, sessionId: string, context: Context) => {
    const { actor, db, now, audit } = context
    if (actor.kind !== 'session' || actor.session.id !== sessionId) throw new SignInRefusal('expired')
    if ((await personOf(db, claims))?.id !== actor.user.id) throw new SignInRefusal('another-person')
    await renewProof(db, actor, now)
    await audit(proofEntry(actor, 'identity provider'))
  }

  const refuse = (code: contract.SignInProblem, claims: Claims | undefined, context: Context, page = '/sign-in') => {
    const { address, requestId, now, nothingWritten, afterCommit } = context
    nothingWritten()
    if (claims?.email) {
      const entry = { action: 'CREATE', objectType: 'SESSION', objectIdentifier: claims.email } as const
      afterCommit(() => failures.record({ entry, reason: code, actor: ANONYMOUS, address, requestId, now }))
    }
    return redirect(`${page}?problem=${code}`)
  }

  return [
    on(contract.startOidc, {
      handle: async ({ body }, context) => {
        const { provider, oidc } = needProvider(given, config.oidc)
        const linking = body.link ? { linkTo: linkTo(context) } : {}
        const proving = body.prove ? { prove: sessionToProve(context) } : {}
        const { url, ...checks } = await begin(provider, oidc.name, body.prove ?? false)
        const { invitation } = body
        const flow: Flow = {
          ...checks,
          ...linking,
          ...proving,
          ...(invitation === undefined ? {} : { invitation }),
          returnTo: safeReturnPath(body.returnTo),
          startedAt: context.now,
        }
        context.setCookie(flowCookie(publicUrl, { value: writeFlow(flow), maxAgeMs: FLOW_MS }))
        return { url }
      },
    }),

    on(contract.finishOidc, {
      prepare: ({ query }, context) => exchange(query, context),
      handle: async (_, context, outcome) => {
        context.setCookie(noFlowCookie(publicUrl))
        if ('refusal' in outcome) return refuse(outcome.refusal, undefined, context)
        const { claims, flow } = outcome
        try {
          if (flow.prove === undefined) await comeIn(claims, flow, context)
          else await proveBy(claims, flow.prove, context)
          return redirect(safeReturnPath(flow.returnTo))
        } catch (error) {
          if (!(error instanceof SignInRefusal)) throw error
          return refuse(error.code, claims, context, flow.prove === undefined ? undefined : PROVED_PAGE)
        }
      },
    }),
  ]
}
