import type { SignInProblem } from '../../../contract/identity/sessions.ts'
import * as contract from '../../../contract/identity/sessions.ts'
import { ANONYMOUS, type SessionActor } from '../../core/callers/actor.ts'
import type { AuditEntry } from '../../core/changes/audit.ts'
import { type Context, on, type Route } from '../../core/http/mount.ts'
import { Answer } from '../../core/http/send.ts'
import { forbidden } from '../../core/problems/problems.ts'
import { flowCookieName, noFlowCookie } from '../sessions/cookies.ts'
import type { Claims } from './claims.ts'
import { enter } from './enter.ts'
import { type Flow, readFlow } from './flow.ts'
import { provesPersonOf } from './identities.ts'
import { auditIdentity, raiseIdentity } from './identity-news.ts'
import { type Mapped, mapGroups } from './mapping.ts'
import { proofEntry, renewProof } from './proof.ts'
import { SignInRefusal } from './provider.ts'
import { callbackUrl, needProvider, startFlow } from './provider-flow.ts'
import { linkAccount, type ProviderSignIn, signInWithProvider } from './provider-sign-in.ts'
import { safeReturnPath } from './return-path.ts'

/** What came of the exchange at the provider: claims, or why there are none. */
type Outcome = { claims: Claims; flow: Flow } | { refusal: SignInProblem; flow?: Flow }

type Query = Readonly<Record<string, string | undefined>>

const redirect = (location: string) => new Answer(302, undefined, { location })

const cameBackTo = (publicUrl: string, query: Query) => {
  const url = new URL(callbackUrl(publicUrl))
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
  return url
}

const sessionToProve = ({ actor }: Context) => {
  if (actor.kind !== 'session') throw forbidden('Sign in first.')
  return actor.session.id
}

/** Where a refusal is shown: a proof ends in a tab of its own, and linking began in My profile. */
const pageOf = (flow: Flow | undefined, { actor }: Context) => {
  if (flow?.prove !== undefined) return '/proved'
  return flow?.link !== undefined && actor.kind === 'session' ? '/settings/profile' : '/sign-in'
}

/** What was tried, as the audit log names it. */
const triedBy = ({ link, prove }: Flow, { email, subject }: Claims, { actor }: Context): AuditEntry => {
  const isMine = actor.kind === 'session' && (link !== undefined || prove !== undefined)
  if (!isMine) return { action: 'CREATE', objectType: 'SESSION', objectIdentifier: email ?? subject }
  return link === undefined
    ? { action: 'UPDATE', objectType: 'SESSION', objectIdentifier: actor.user.email }
    : { action: 'CREATE', objectType: 'IDENTITY', objectIdentifier: actor.user.email }
}

const auditMapped = async ({ audit }: Context, objectIdentifier: string, mapped: Mapped | undefined) => {
  const changes = mapped && { rolesFromGroups: mapped }
  if (changes) await audit({ action: 'UPDATE', objectType: 'USER', objectIdentifier, changes }, ANONYMOUS)
}

type SignedInWith = { readonly claims: Claims; readonly actor: SessionActor }

const auditProviderSignIn = async (
  context: Context,
  { person, how, isNewIdentity }: ProviderSignIn,
  { claims, actor }: SignedInWith,
) => {
  const changes = { name: { after: person.name } }
  if (how === 'new')
    await context.audit({ action: 'CREATE', objectType: 'USER', objectIdentifier: person.email, changes }, actor)
  if (isNewIdentity) await auditIdentity(context, { action: 'CREATE', identity: claims, owner: person, how }, actor)
}

const exchange = async (query: Query, context: Context): Promise<Outcome> => {
  const { publicUrl } = context.services.config
  const { provider } = needProvider(context.services)
  const flow = readFlow(context.cookie(flowCookieName(publicUrl)), query.state, context.now)
  if (!flow) return { refusal: 'expired' }
  const fresh = flow.prove !== undefined
  try {
    return { claims: await provider.finish(cameBackTo(publicUrl, query), flow, { fresh }), flow }
  } catch (error) {
    if (error instanceof SignInRefusal) return { refusal: error.code, flow }
    throw error
  }
}

const mapped = (claims: Claims, userId: string, { db, services }: Context) => {
  const { oidc } = needProvider(services)
  const { passwordSignIn } = services.config
  return mapGroups(db, { userId, groups: claims.groups }, { ...oidc, passwordSignIn })
}

const comeIn = async (claims: Claims, flow: Flow, context: Context) => {
  const { db, now, services } = context
  const signedIn = await signInWithProvider(db, claims, { flow, config: needProvider(services).oidc, now })
  const { person } = signedIn
  const roles = await mapped(claims, person.id, context)
  const actor = await enter(person, 'OIDC', context)
  await auditProviderSignIn(context, signedIn, { claims, actor })
  await auditMapped(context, person.email, roles)
}

/** Goes on in the session that is there. */
const link = async (claims: Claims, sessionId: string, context: Context) => {
  const { person, isNew } = await linkAccount(context.db, claims, { sessionId, actor: context.actor, now: context.now })
  const roles = await mapped(claims, person.id, context)
  if (!isNew && !roles) context.nothing()
  await auditMapped(context, person.email, roles)
  if (!isNew) return
  await auditIdentity(context, { action: 'CREATE', identity: claims, owner: person, how: 'linked' })
  await raiseIdentity(context, { kind: 'identity-linked', identity: claims, owner: person, by: 'SELF' })
  context.afterCommit(context.services.wakeJobs)
}

/** The same person, signed in there a moment ago: only the proof is renewed. */
const proveBy = async (claims: Claims, sessionId: string, { actor, db, now, audit }: Context) => {
  if (actor.kind !== 'session' || actor.session.id !== sessionId) throw new SignInRefusal('expired')
  if (!(await provesPersonOf(db, claims, sessionId))) throw new SignInRefusal('another-person')
  await renewProof(db, actor, now)
  await audit(proofEntry(actor, 'identity provider'))
}

const finish = (claims: Claims, flow: Flow, context: Context) => {
  if (flow.prove !== undefined) return proveBy(claims, flow.prove, context)
  return flow.link === undefined ? comeIn(claims, flow, context) : link(claims, flow.link, context)
}

const refuse = (reason: SignInProblem, came: { claims?: Claims; flow?: Flow | undefined }, context: Context) => {
  const { address, requestId, now, actor, nothing, afterCommit, services } = context
  const { claims, flow } = came
  nothing()
  if (claims && flow) {
    const entry = triedBy(flow, claims, context)
    afterCommit(() => services.failures.record({ entry, reason, actor, address, requestId, now }))
  }
  return redirect(`${pageOf(flow, context)}?problem=${reason}`)
}

const startOidc = on(contract.startOidc, {
  handle: ({ body: { returnTo, invitation, prove } }, context) => {
    const proving = prove ? { prove: sessionToProve(context) } : {}
    return startFlow({ returnTo, ...proving, ...(invitation === undefined ? {} : { invitation }) }, context)
  },
})

const finishOidc = on(contract.finishOidc, {
  prepare: ({ query }, context) => exchange(query, context),
  handle: async (_, context, outcome) => {
    context.setCookie(noFlowCookie(context.services.config.publicUrl))
    if ('refusal' in outcome) return refuse(outcome.refusal, outcome, context)
    try {
      await finish(outcome.claims, outcome.flow, context)
      return redirect(safeReturnPath(outcome.flow.returnTo))
    } catch (error) {
      if (!(error instanceof SignInRefusal)) throw error
      return refuse(error.code, outcome, context)
    }
  },
})

export const providerRoutes: readonly Route[] = [startOidc, finishOidc]
