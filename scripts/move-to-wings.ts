/**
 * Moves every slice into its wing, on all sides: `git mv`, and the paths that name what was moved. Run once, with nothing uncommitted:
 * node scripts/move-to-wings.ts
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const ROOT = join(import.meta.dirname, '..')

/** What begins like the first goes into the folder of the second; the first line that fits counts. A folder keeps what is below it. */
const MOVES = `
server/access/actor.                 server/core/callers
server/access/addresses.             server/core/callers
server/access/ranges.                server/core/callers
server/access/windows.               server/core/callers
server/access/client.                server/core/callers
server/access/loopback.              server/core/callers
server/access/sent-secrets.          server/core/secrets
server/access/                       server/identity/access
server/tokens/secret.                server/core/secrets
server/tokens/credentials.           server/identity/credentials
server/tokens/expiry.                server/identity/credentials
server/tokens/instants.              server/identity/credentials
server/tokens/usage.                 server/identity/credentials
server/tokens/limits.ts              server/identity/credentials
server/tokens/standing.              server/identity/credentials
server/tokens/rotation.ts            server/identity/credentials
server/tokens/                       server/identity/tokens
server/activity/                     server/identity/activity
server/audit/audit.ts                server/core/changes
server/audit/gathered.               server/core/changes
server/audit/shortened.              server/core/changes
server/audit/                        server/outbound/audit
server/catalog/                      server/catalog/entities
server/db/                           server/core/db
server/descriptors/                  server/catalog/descriptors
server/device/                       server/identity/device
server/http/problems.                server/core/problems
server/http/instant.                 server/core/problems
server/http/rows.                    server/core/db
server/http/                         server/core/http
server/jobs/                         server/core/jobs
server/keys/                         server/identity/keys
server/mail/templates.               server/outbound/emails
server/mail/                         server/core/mail
server/names/                        server/core/names
server/users/email.                  server/identity/emails
server/users/reads-as.               server/identity/emails
server/users/look-alikes.            server/identity/emails
server/notices/outbound.             server/core/mail
server/notices/                      server/outbound/notices
server/policy/policy.ts              server/identity/policy
server/policy/rules.                 server/identity/policy
server/policy/                       server/identity/enforcement
server/process/                      server/core/process
server/reads/                        server/core/reads
server/roles/                        server/identity/roles
server/scorecards/                   server/standards/scorecards
server/sessions/sessions.            server/identity/sessions
server/sessions/cookies.             server/identity/sessions
server/sessions/links.               server/identity/links
server/users/gains.                  server/identity/links
server/users/identity-routes.ts       server/identity/sign-in/member-identity-routes.ts
server/sessions/                     server/identity/sign-in
server/standing/                     server/core/standing
server/threads/                      server/core/threads
server/users/                        server/identity/users
server/webhooks/                     server/outbound/webhooks
contract/operation.                  contract/core
contract/schemas.                    contract/core
contract/errors.                     contract/core
contract/paging.                     contract/core
contract/health.                     contract/core
contract/permissions.                contract/core
contract/inputs.                     contract/core
contract/catalog.                    contract/catalog
contract/entities.                   contract/catalog
contract/scorecards.                 contract/standards
contract/audit.                      contract/outbound
contract/notices.                    contract/outbound
contract/webhooks.                   contract/outbound
contract/samples.                    contract/samples
contract/                            contract/identity
web/api/                             web/core/api
web/ui/                              web/core/ui
web/layout/                          web/core/layout
web/editor/                          web/core/editor
web/paths.                           web/core/layout
web/search-params.                   web/core/layout
web/access/                          web/identity/access
web/activity/                        web/identity/activity
web/device/                          web/identity/device
web/keys/                            web/identity/keys
web/policy/                          web/identity/policy
web/roles/                           web/identity/roles
web/sessions/                        web/identity/sessions
web/tokens/                          web/identity/tokens
web/users/                           web/identity/users
web/catalog/                         web/catalog/entities
web/scorecards/                      web/standards/scorecards
web/audit/                           web/outbound/audit
web/notices/                         web/outbound/notices
web/webhooks/                        web/outbound/webhooks
`
  .trim()
  .split('\n')
  .map(line => line.split(/\s+/))

const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' })

const placeOf = (file: string): string => {
  for (const [from = '', to = ''] of MOVES)
    if (file.startsWith(from)) return /\.ts$/.test(to) ? to : join(to, file.slice(dirname(`${from}x`).length + 1))
  return file
}

const files = git('ls-files').trim().split('\n')
const moved = new Map(files.map(file => [file, placeOf(file)]))

/** Folders whose files all went to the same place in the same order, so that paths to the folder itself can follow. */
const folderOf = (folder: string): string | undefined => {
  const inside = files.filter(file => file.startsWith(`${folder}/`))
  const places = new Set(inside.map(file => placeOf(file).slice(0, -file.slice(folder.length).length)))
  const [only] = places
  return places.size === 1 ? only : undefined
}

const newPlace = (target: string): string =>
  moved.get(target) ?? (existsSync(join(ROOT, target)) && target !== '.' ? folderOf(target) : undefined) ?? target

/** A path written in `file`, relative to it, as it is after the move. */
const rewritten = (file: string, path: string): string => {
  const target = join(dirname(file), path)
  if (target.startsWith('..')) return path
  const to = relative(dirname(placeOf(file)), newPlace(target)) || '.'
  return path.startsWith('.') && !to.startsWith('.') ? `./${to}` : to
}

const RELATIVE = /(from |import |import\(|declare module |new URL\()(['"])(\.[^'"]*)\2/g
const FROM_FOLDER = /(join\(import\.meta\.dirname, )'([^']+)'/g
/** A file by its whole path, as documents, settings and tests name it. */
const WHOLE = /\b(?:server|contract|web)\/[\w./-]+\.(?:tsx?|css)\b/g

const updated = (file: string, text: string): string => {
  const whole = text.replace(WHOLE, path => (moved.has(path) ? placeOf(path) : path))
  if (!/\.tsx?$/.test(file)) return whole
  return text
    .replace(WHOLE, (path, at: number) => (text[at - 1] === '/' ? path : (moved.get(path) ?? path)))
    .replace(RELATIVE, (_, before, quote, path) => `${before}${quote}${rewritten(file, path)}${quote}`)
    .replace(FROM_FOLDER, (_, before, path) => `${before}'${rewritten(file, path)}'`)
}

const texts = files.filter(
  file => /\.(tsx?|md|yaml|json)$/.test(file) && file !== 'scripts/move-to-wings.ts' && file !== 'package-lock.json',
)
const changed = texts.map(file => [file, updated(file, readFileSync(join(ROOT, file), 'utf8'))] as const)
for (const [file, to] of moved)
  if (file !== to) {
    mkdirSync(join(ROOT, dirname(to)), { recursive: true })
    git('mv', file, to)
  }
for (const [file, text] of changed) writeFileSync(join(ROOT, placeOf(file)), text)
