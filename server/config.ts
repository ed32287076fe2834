/** The configuration: read from the environment once, every fault named at once. The only reader of `process.env`. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { type DefaultRole, isDefaultRole } from '../contract/core/permissions.ts'
import { domainsFrom, GROUP_ROLES, type GroupRoles, groupRolesFrom } from './config-oidc.ts'
import { isLoopback } from './core/callers/loopback.ts'
import { isRange } from './core/callers/ranges.ts'
import type { SmtpConfig } from './core/mail/mailer.ts'

export type Config = {
  readonly port: number
  readonly host: string
  /** The data folder, absolute; holds the SQLite file unless `databaseUrl` is set. */
  readonly data: string
  readonly databaseUrl: string | undefined
  /** Origin without a trailing slash. */
  readonly publicUrl: string
  readonly admin: { readonly email: string; readonly password: string } | undefined
  readonly trustProxy: readonly string[]
  /** Requests a minute per credential; 0 is off. */
  readonly rateLimit: number
  /** Guesses with unknown secrets a minute per address; 0 is off. */
  readonly guessLimit: number
  readonly passwordSignIn: boolean
  readonly sessionIdleMs: number
  readonly sessionLifetimeMs: number
  readonly metricsPort: number | undefined
  readonly metricsHost: string
  readonly logLevel: string
  /** How long a body may take from its headers; `descriptorBodyMs` where it is a descriptor or a file. */
  readonly bodyMs: number
  readonly descriptorBodyMs: number
  /** How long `/health/ready` answers 503 before the listener closes. */
  readonly drainMs: number
  readonly oidc: OidcConfig | undefined
  readonly smtp: SmtpConfig | undefined
  /** 32 bytes under which webhook secrets are encrypted. */
  readonly secretKey: Uint8Array | undefined
  /** Ranges of the server's own network that webhooks may reach. */
  readonly egressAllow: readonly string[]
}

export type OidcConfig = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string | undefined
  readonly name: string
  readonly scopes: string
  /** Lower-case email domains of people who may sign in without an invitation; empty allows all. */
  readonly allowedDomains: readonly string[]
  readonly defaultRole: DefaultRole
  readonly groupsClaim: string | undefined
  readonly groupRoles: GroupRoles
}

export class ConfigError extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(['The configuration is invalid:', ...faults.map(fault => `  ${fault}`)].join('\n'))
    this.faults = faults
  }
}

type Env = Readonly<Record<string, string | undefined>>

/** Both ends included. */
type Limits = { readonly least?: number; readonly most: number }

const SECOND = 1_000
const HOUR = 3_600_000
const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']

/** Reads one variable after another and gathers what is wrong instead of stopping at the first. */
const reader = (env: Env) => {
  const faults: string[] = []
  const known = new Set<string>()
  const fault = (name: string, text: string) => {
    faults.push(`${name} ${text}`)
    return undefined
  }
  const text = (name: string): string | undefined => {
    known.add(name)
    return env[name]?.trim() || undefined
  }
  const secret = (name: string): string | undefined => {
    const file = text(`${name}_FILE`)
    const value = text(name)
    if (!file) return value
    if (value) return fault(name, `and ${name}_FILE are both set; set only one`)
    try {
      return readFileSync(file, 'utf8').trim() || fault(`${name}_FILE`, 'names an empty file')
    } catch {
      return fault(`${name}_FILE`, "names a file that can't be read")
    }
  }
  const whole = (name: string, fallback: number, { least = 0, most }: Limits): number => {
    const value = text(name)
    if (value === undefined) return fallback
    if (/^\d{1,12}$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value)
    fault(name, `must be a whole number from ${least} to ${most}`)
    return fallback
  }
  const onOff = (name: string, fallback: boolean): boolean => {
    const value = text(name)?.toLowerCase()
    if (value === undefined) return fallback
    if (value !== 'on' && value !== 'off') fault(name, 'must be on or off')
    return value === 'on'
  }
  const list = (name: string): string[] =>
    (text(name) ?? '')
      .split(',')
      .map(part => part.trim())
      .filter(part => part !== '')
  return { faults, known, fault, text, secret, whole, onOff, list }
}

type Reader = ReturnType<typeof reader>

const publicUrlFrom = ({ text, fault }: Reader, port: number): string => {
  const given = text('PORTICO_PUBLIC_URL')
  if (!given) return `http://localhost:${port}`
  const url = URL.canParse(given) ? new URL(given) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash || url.username)
    fault('PORTICO_PUBLIC_URL', 'must be the root of an origin, such as https://portico.example.com')
  return url?.origin ?? given
}

const rangesFrom = ({ list, fault }: Reader, name: string): string[] =>
  list(name).filter(
    range =>
      isRange(range) || fault(name, `contains ${range}, which isn't an address or range (for example 10.0.0.0/8)`),
  )

const adminFrom = ({ text, secret, fault }: Reader) => {
  const email = text('PORTICO_ADMIN_EMAIL')
  const password = secret('PORTICO_ADMIN_PASSWORD')
  if (!email && !password) return undefined
  if (!email || !password) return fault('PORTICO_ADMIN_EMAIL', 'and PORTICO_ADMIN_PASSWORD must be set together')
  if (!/^\S+@\S+\.\S+$/.test(email)) fault('PORTICO_ADMIN_EMAIL', 'must be an email address')
  if (password.length < 12 || password.length > 128) fault('PORTICO_ADMIN_PASSWORD', 'must have 12 to 128 characters')
  return { email, password }
}

const oidcFrom = (read: Reader): OidcConfig | undefined => {
  const { text, secret, list, fault } = read
  const issuer = text('PORTICO_OIDC_ISSUER')
  const clientId = text('PORTICO_OIDC_CLIENT_ID')
  const clientSecret = secret('PORTICO_OIDC_CLIENT_SECRET')
  const role = (text('PORTICO_OIDC_DEFAULT_ROLE') ?? 'VIEWER').toUpperCase()
  const rest = {
    name: text('PORTICO_OIDC_NAME') ?? 'single sign-on',
    scopes: text('PORTICO_OIDC_SCOPES') ?? 'openid email profile',
    allowedDomains: domainsFrom(text('PORTICO_OIDC_ALLOWED_DOMAINS'), list('PORTICO_OIDC_ALLOWED_DOMAINS'), fault),
    groupsClaim: text('PORTICO_OIDC_GROUPS_CLAIM'),
    groupRoles: groupRolesFrom(text(GROUP_ROLES), list(GROUP_ROLES), fault),
  }
  if (!issuer && !clientId) return undefined
  if (!issuer || !URL.canParse(issuer))
    return fault('PORTICO_OIDC_ISSUER', 'must be the address of the identity provider')
  if (!clientId) return fault('PORTICO_OIDC_CLIENT_ID', 'is required because PORTICO_OIDC_ISSUER is set')
  if (!isDefaultRole(role)) return fault('PORTICO_OIDC_DEFAULT_ROLE', 'must be VIEWER, USER, MANAGER or ADMIN')
  return { issuer, clientId, clientSecret, defaultRole: role, ...rest }
}

const smtpFrom = ({ secret, text, fault }: Reader): SmtpConfig | undefined => {
  const url = secret('PORTICO_SMTP_URL')
  const from = text('PORTICO_SMTP_FROM')
  const plaintext = text('PORTICO_SMTP_PLAINTEXT')?.toLowerCase() ?? 'no'
  if (plaintext !== 'yes' && plaintext !== 'no') fault('PORTICO_SMTP_PLAINTEXT', 'must be yes or no')
  if (!url) return undefined
  if (!URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol))
    return fault('PORTICO_SMTP_URL', 'must be a URL such as smtp://user:password@mail.example.com:587')
  if (!from) return fault('PORTICO_SMTP_FROM', 'is required because PORTICO_SMTP_URL is set')
  const { protocol, hostname } = new URL(url)
  return { url, from, requireTls: protocol === 'smtp:' && plaintext !== 'yes' && !isLoopback({ hostname }) }
}

const KEY_BYTES = 32

/** 32 bytes as hex or base64, or any other text of 32 characters or more, of which the hash is taken. */
const secretKeyFrom = ({ secret, fault }: Reader): Uint8Array | undefined => {
  const text = secret('PORTICO_SECRET_KEY')
  if (text === undefined) return undefined
  if (text.length < KEY_BYTES) return fault('PORTICO_SECRET_KEY', 'must have 32 characters or more')
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64')
  return createHash('sha256').update(text).digest()
}

const databaseUrlFrom = ({ secret, fault }: Reader) => {
  const url = secret('PORTICO_DATABASE_URL')
  if (url && (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)))
    return fault('PORTICO_DATABASE_URL', 'must be a URL such as postgres://user:password@host:5432/portico')
  return url
}

/** What commands read that are clients of a server. */
const OF_CLIENTS = new Set(['PORTICO_TOKEN'])

const unknownNames = (env: Env, known: ReadonlySet<string>) =>
  Object.keys(env).filter(
    name =>
      name.startsWith('PORTICO_') &&
      !OF_CLIENTS.has(name) &&
      !known.has(name) &&
      !known.has(name.replace(/_FILE$/, '')),
  )

/** A name or an address; an IPv6 address may be in brackets, as it is in a URL. */
const hostFrom = ({ text, fault }: Reader, name: string): string => {
  const host = (text(name) ?? '127.0.0.1').replace(/^\[(.*)\]$/, '$1')
  if (isIP(host) === 0 && !/^[a-z0-9]([a-z0-9_.-]*[a-z0-9])?$/i.test(host))
    fault(name, 'must be an address or a host name without a port, such as 0.0.0.0, [::1] or localhost')
  return host
}

const DRAIN_BEHIND_A_LOAD_BALANCER_SECONDS = 5

/** @throws ConfigError naming every fault, never a value of a secret */
export const readConfig = (env: Env): Config => {
  const read = reader(env)
  const { text, whole, onOff, fault, faults } = read
  const port = whole('PORTICO_PORT', 4000, { most: 65535 })
  const logLevel = text('PORTICO_LOG_LEVEL') ?? 'info'
  if (!LOG_LEVELS.includes(logLevel)) fault('PORTICO_LOG_LEVEL', `must be one of ${LOG_LEVELS.join(', ')}`)
  const metricsPort = whole('PORTICO_METRICS_PORT', port === 0 || port === 65535 ? 0 : port + 1, { most: 65535 })
  const databaseUrl = databaseUrlFrom(read)
  const config: Config = {
    port,
    host: hostFrom(read, 'PORTICO_HOST'),
    data: resolve(text('PORTICO_DATA') ?? 'data'),
    databaseUrl,
    publicUrl: publicUrlFrom(read, port),
    admin: adminFrom(read),
    trustProxy: rangesFrom(read, 'PORTICO_TRUST_PROXY'),
    rateLimit: whole('PORTICO_RATE_LIMIT', 1000, { most: 1_000_000 }),
    guessLimit: whole('PORTICO_GUESS_LIMIT', 60, { most: 1_000_000 }),
    passwordSignIn: onOff('PORTICO_PASSWORD_SIGN_IN', true),
    sessionIdleMs: whole('PORTICO_SESSION_IDLE_HOURS', 24, { least: 1, most: 24 * 90 }) * HOUR,
    sessionLifetimeMs: whole('PORTICO_SESSION_LIFETIME_HOURS', 24 * 7, { least: 1, most: 24 * 365 }) * HOUR,
    metricsPort: metricsPort === 0 ? undefined : metricsPort,
    metricsHost: hostFrom(read, 'PORTICO_METRICS_HOST'),
    logLevel,
    bodyMs: whole('PORTICO_BODY_SECONDS', 10, { least: 1, most: 600 }) * SECOND,
    descriptorBodyMs: whole('PORTICO_DESCRIPTOR_BODY_SECONDS', 30, { least: 1, most: 600 }) * SECOND,
    drainMs:
      whole('PORTICO_DRAIN_SECONDS', databaseUrl ? DRAIN_BEHIND_A_LOAD_BALANCER_SECONDS : 0, { most: 600 }) * SECOND,
    oidc: oidcFrom(read),
    smtp: smtpFrom(read),
    secretKey: secretKeyFrom(read),
    egressAllow: rangesFrom(read, 'PORTICO_EGRESS_ALLOW'),
  }
  if (!config.passwordSignIn && !config.oidc && faults.length === 0)
    fault('PORTICO_PASSWORD_SIGN_IN', 'is off, but no identity provider is set up, so no one could sign in')
  for (const name of unknownNames(env, read.known)) fault(name, "isn't a setting of Portico")
  if (faults.length > 0) throw new ConfigError(faults)
  return config
}

/** The environment of this process. */
export const environment = (): Env => process.env

/** Where the person ran the command: npm changes the working directory and says so. */
export const callerFolder = () => process.env.INIT_CWD ?? process.cwd()

declare module './core/services/services.ts' {
  interface AppServices {
    readonly config: Config
  }
}
