import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError, readConfig } from './config.ts'

const faultsOf = (env: Record<string, string>) => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}

test('without any variable the defaults serve localhost', () => {
  const { port, host, publicUrl, rateLimit, databaseUrl, metricsPort } = readConfig({})
  assert.deepEqual(
    { port, host, publicUrl, rateLimit, databaseUrl, metricsPort },
    {
      port: 4000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:4000',
      rateLimit: 1000,
      databaseUrl: undefined,
      metricsPort: 4001,
    },
  )
})

test('every fault is named at once', () => {
  const faults = faultsOf({
    PORTICO_PORT: 'many',
    PORTICO_PUBLIC_URL: 'https://a.example/path',
    PORTICO_RATE_LIMIT: '-1',
    PORTICO_TRUST_PROXY: '10.0.0.0/99',
    PORTICO_DATABASE_URL: 'mysql://x',
    PORTICO_TYPO: '1',
    PORTICO_ADMIN_EMAIL: 'a@example.com',
  })
  for (const name of [
    'PORTICO_PORT',
    'PORTICO_PUBLIC_URL',
    'PORTICO_RATE_LIMIT',
    'PORTICO_TRUST_PROXY',
    'PORTICO_DATABASE_URL',
    'PORTICO_TYPO',
    'PORTICO_ADMIN_EMAIL',
  ])
    assert.ok(
      faults.some(fault => fault.startsWith(name)),
      name,
    )
})

test('no fault repeats a secret', () => {
  const secret = 'hunter2-hunter2'
  const faults = faultsOf({
    PORTICO_SMTP_URL: `ftp://user:${secret}@x`,
    PORTICO_DATABASE_URL: `mysql://u:${secret}@h/d`,
    PORTICO_ADMIN_PASSWORD: secret,
  })
  assert.ok(faults.length >= 3)
  assert.ok(!faults.join().includes(secret))
})

test('a secret comes from a file too, and both at once is a fault', () => {
  assert.match(
    faultsOf({ PORTICO_ADMIN_PASSWORD: 'x'.repeat(12), PORTICO_ADMIN_PASSWORD_FILE: '/nowhere' }).join(),
    /are both set/,
  )
  assert.match(
    faultsOf({ PORTICO_ADMIN_PASSWORD_FILE: '/nowhere', PORTICO_ADMIN_EMAIL: 'a@example.com' }).join(),
    /PORTICO_ADMIN_PASSWORD_FILE names a file that can't be read/,
  )
})

test('without passwords another person must let people in', () => {
  assert.match(faultsOf({ PORTICO_PASSWORD_SIGN_IN: 'off' }).join(), /no one could sign in/)
})

test('a host is a name or an address, and an IPv6 address may be in brackets', () => {
  const hostOf = (host: string) => readConfig({ PORTICO_HOST: host, PORTICO_METRICS_HOST: host })
  for (const [given, host] of [
    ['[::1]', '::1'],
    ['::', '::'],
    ['0.0.0.0', '0.0.0.0'],
    ['localhost', 'localhost'],
  ] as const)
    assert.deepEqual([hostOf(given).host, hostOf(given).metricsHost], [host, host])
  for (const wrong of ['http://localhost', 'localhost:4000', '[::1]:4000', 'a b'])
    assert.match(faultsOf({ PORTICO_HOST: wrong }).join(), /^PORTICO_HOST must be an address or a host name/)
})

test('the listener stays open a while after SIGTERM only where a load balancer is likely', () => {
  assert.equal(readConfig({}).drainMs, 0)
  assert.equal(readConfig({ PORTICO_DATABASE_URL: 'postgres://u@h/d' }).drainMs, 5_000)
  assert.equal(readConfig({ PORTICO_DRAIN_SECONDS: '12' }).drainMs, 12_000)
})

const OIDC = { PORTICO_OIDC_ISSUER: 'https://id.example.com', PORTICO_OIDC_CLIENT_ID: 'portico' }

test('groups give roles by pairs or, where they contain commas, by JSON', () => {
  const rolesFrom = (PORTICO_OIDC_GROUP_ROLES: string) => [
    ...(readConfig({ ...OIDC, PORTICO_OIDC_GROUP_ROLES }).oidc?.groupRoles ?? []),
  ]
  assert.deepEqual(rolesFrom('platform=ADMIN, leads = release-manager,leads=USER'), [
    ['platform', ['ADMIN']],
    ['leads', ['release-manager', 'USER']],
  ])
  assert.deepEqual(rolesFrom(' {"CN=Admins,OU=x": "ADMIN", "a=b": ["USER", " release-manager "]} '), [
    ['CN=Admins,OU=x', ['ADMIN']],
    ['a=b', ['USER', 'release-manager']],
  ])
  assert.deepEqual(rolesFrom('{}'), [])
})

test('a mapping of groups that is neither pairs nor JSON is a fault', () => {
  for (const [value, fault] of [
    ['CN=Admins,OU', /contains OU, which isn't GROUP=ROLE; write groups that contain a comma as JSON/],
    ['a=', /contains a=, which isn't GROUP=ROLE/],
    [',', /maps no group/],
    ['{"a": "ADMIN"', /starts with \{ but isn't valid JSON/],
    ['{"a": 1}', /must map the group "a" to a role or a list of roles/],
    ['{"a": []}', /must map the group "a" to a role/],
    ['{"a": ["USER", null]}', /must map the group "a" to a role/],
    ['{"a": {"b": "USER"}}', /must map the group "a" to a role/],
    ['{" ": "USER"}', /must map the group " " to a role/],
  ] as const)
    assert.match(faultsOf({ ...OIDC, PORTICO_OIDC_GROUP_ROLES: value }).join(), fault, value)
})

test('allowed domains are domains, in the form that emails are compared in', () => {
  const { oidc } = readConfig({ ...OIDC, PORTICO_OIDC_ALLOWED_DOMAINS: 'Example.COM, a-b.co.uk,b\u00fccher.example' })
  assert.deepEqual(oidc?.allowedDomains, ['example.com', 'a-b.co.uk', 'b\u00fccher.example'])
  for (const value of [
    '@example.com',
    '*.example.com',
    'https://example.com',
    'example.com/',
    'ada@example.com',
    'a.example b.example',
    'example.com;b.example',
    'localhost',
    '10.0.0.1',
    '-a.example',
    'a..example',
    'example.com.',
    `${'a'.repeat(64)}.example`,
  ])
    assert.deepEqual(
      faultsOf({ ...OIDC, PORTICO_OIDC_ALLOWED_DOMAINS: `fine.example,${value}` }),
      [`PORTICO_OIDC_ALLOWED_DOMAINS contains ${value}, which isn't a domain (for example example.com)`],
      value,
    )
  assert.deepEqual(faultsOf({ ...OIDC, PORTICO_OIDC_ALLOWED_DOMAINS: ' , ' }), [
    'PORTICO_OIDC_ALLOWED_DOMAINS names no domain',
  ])
})

test('mail needs encryption except on this machine, or where plain text is allowed', () => {
  const smtp = (PORTICO_SMTP_URL: string, PORTICO_SMTP_PLAINTEXT = '') =>
    readConfig({ PORTICO_SMTP_URL, PORTICO_SMTP_FROM: 'a@example.com', PORTICO_SMTP_PLAINTEXT }).smtp?.requireTls
  for (const url of ['smtp://mail.example.com:587', 'smtp://10.0.0.5', 'smtp://localhost.example.com', 'smtp://[::2]'])
    assert.equal(smtp(url), true, url)
  for (const url of ['smtp://localhost:25', 'smtp://127.0.0.1', 'smtp://[::1]:25', 'smtps://mail.example.com'])
    assert.equal(smtp(url), false, url)
  assert.equal(smtp('smtp://mail.example.com', 'yes'), false)
  assert.equal(smtp('smtp://mail.example.com', 'no'), true)
  assert.deepEqual(faultsOf({ PORTICO_SMTP_PLAINTEXT: 'maybe' }), ['PORTICO_SMTP_PLAINTEXT must be yes or no'])
})
