/** Every line in the documentation that a reader may run is run, against a real server, and succeeds. */
import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { readConfig } from '../config.ts'
import { call } from '../testing/people.ts'
import { type RunningServer, startServer } from '../testing/process.ts'

const ROOT = join(import.meta.dirname, '../..')
const CLI = join(ROOT, 'server/cli.ts')
const ADMIN = { email: 'ada@example.com', password: 'a river under two bridges' }
const DAY_MS = 86_400_000

/** What cannot be run here, and what holds it instead. */
const HELD_ELSEWHERE: readonly { readonly line: RegExp; readonly why: string }[] = [
  { line: /^npm (start|test)\n$/, why: 'the project’s own CI begins with both' },
  {
    line: /^npm run -s portico -- login /,
    why: 'a person approves it in the browser: commands/login and the story of device sign-in',
  },
  { line: /^read -rs CORTEX_API_KEY/, why: 'a client of another person' },
  { line: /\$WEBHOOK_URL/, why: 'an address that is shown once: catalog/data-webhooks' },
  { line: /npm run examples -- /, why: 'a whole company: examples/load.test.ts loads a small one' },
  { line: /^pg_dump /, why: 'tools of PostgreSQL' },
  { line: /^PORTICO_PUBLIC_URL=/, why: 'settings, read below' },
]

type Block = { readonly page: string; readonly code: string }

const fenced = (page: string, language: string): Block[] =>
  Array.from(
    readFileSync(join(ROOT, page), 'utf8').matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms')),
    ([, code = '']) => ({ page, code }),
  )

/** Commands that a sentence names. */
const inline = (page: string): Block[] =>
  Array.from(readFileSync(join(ROOT, page), 'utf8').matchAll(/`(npm run -s portico -- [^`]+)`/g), ([, code = '']) => ({
    page,
    code,
  }))

const pages = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter(file => file.endsWith('.md'))
    .map(file => `docs/${file}`),
]

const isRun = ({ code }: Block) => !HELD_ELSEWHERE.some(({ line }) => line.test(code))
/** A restored database has other tokens than the tests: what replaces it comes last, what ends everything at the very end. */
const turnOf = ({ code }: Block) => (code.includes('--as-copy') ? 2 : code.includes('-- restore') ? 1 : 0)

const blocks = pages
  .flatMap(page => [...fenced(page, 'sh'), ...inline(page)])
  .filter(isRun)
  .toSorted((a, b) => turnOf(a) - turnOf(b))

const withCurl = spawnSync('curl', ['--version']).status === 0

suite('the lines of the documentation', { skip: withCurl ? false : 'there is no curl here' }, () => {
  let server: RunningServer
  let cookie: string
  let key: { cid: string; etag: string }
  let work: string

  const post = async (path: string, body: unknown) =>
    JSON.parse((await call(server.url, { method: 'POST', path, cookie, body: JSON.stringify(body) })).text)

  const signIn = async () => {
    const { headers } = await fetch(`${server.url}/api/v1/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify(ADMIN),
    })
    return /portico_session=([^;]+)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? ''
  }

  const newToken = async (name: string): Promise<string> => (await post('/api/v1/auth/token', { name })).token

  before(async () => {
    server = await startServer({
      PORTICO_ADMIN_EMAIL: ADMIN.email,
      PORTICO_ADMIN_PASSWORD: ADMIN.password,
      PORTICO_RATE_LIMIT: '0',
    })
    work = join(server.folder, 'work')
    mkdirSync(join(work, 'backups'), { recursive: true })
    cookie = await signIn()
    const made = await post('/api/v1/auth/key', { name: 'for the test', roles: [{ type: 'DEFAULT', role: 'USER' }] })
    const listed = await fetch(`${server.url}/api/v1/auth/key/${made.cid}`, {
      headers: { cookie: `portico_session=${cookie}` },
    })
    key = { cid: made.cid, etag: listed.headers.get('etag') ?? '' }
    mkdirSync(join(work, 'catalog'))
    writeFileSync(join(work, 'catalog', 'orders.yaml'), fenced('docs/catalog.md', 'yaml')[0]?.code ?? '')
    writeFileSync(join(work, 'orders.yaml'), fenced('docs/catalog.md', 'yaml')[0]?.code ?? '')
    writeFileSync(join(work, 'readiness.yaml'), fenced('docs/scorecards.md', 'yaml')[0]?.code ?? '')
    writeFileSync(join(work, 'strings.txt'), `${await newToken('in a file')}\nnot one\n`)
  })
  after(async () => {
    await server.stop()
    server.remove()
  })

  /** `npm run` would check the installed packages each time, and install them where they changed. */
  test('that begin with npm lead to the command line', () => {
    assert.match(readFileSync(join(ROOT, 'package.json'), 'utf8'), /"portico": "[^"]* exec node server\/cli\.ts"/)
    for (const { code } of blocks)
      for (const [line] of code.matchAll(/^.*\bnpm .*$/gm)) assert.ok(line.includes('npm run -s portico -- '), line)
  })

  /** As a reader would change it: their own address, folder, key and a day to come. */
  const asHere = (code: string) =>
    code
      .replaceAll('http://localhost:4000', server.url)
      .replaceAll('/backups/', `${work}/backups/`)
      .replaceAll('ak0123456789abcdef', key.cid)
      .replaceAll('"3"', key.etag)
      .replace(
        /(?<=expires |expirationDate": ")2027-01-31/g,
        new Date(Date.now() + 60 * DAY_MS).toISOString().slice(0, 10),
      )
      .replace(/--email ada@example\.com(?= --name Ada )/, '--email grace@example.com')

  const PRELUDE = `set -eo pipefail
curl() { command curl --fail-with-body -sS "$@"; }
npm() { shift 4; INIT_CWD="$PWD" '${process.execPath}' '${CLI}' "$@"; }
portico() { printf 'header = "Authorization: Bearer %s"' "$PORTICO_TOKEN" | curl -sS -K - "$@"; }
`

  const run = (code: string, token: string): Promise<{ failed: boolean; output: string }> =>
    new Promise(resolve => {
      const env = { ...process.env, ...server.env, PORTICO_TOKEN: undefined }
      const script = `${PRELUDE}PORTICO_TOKEN='${token}'\n${asHere(code)}`
      const child = execFile('bash', ['-c', script], { cwd: work, env, timeout: 60_000 }, (error, stdout, stderr) =>
        resolve({ failed: error !== null, output: stdout + stderr }),
      )
      if (/^read /m.test(code)) child.stdin?.write(`${token}\n`)
      child.stdin?.end()
    })

  test('are run, each with a token of its own, and none fails', async () => {
    assert.ok(blocks.length >= 20, `${blocks.length} blocks`)
    const failed: string[] = []
    for (const [number, { page, code }] of blocks.entries()) {
      const token = turnOf({ page, code }) === 0 ? await newToken(`line ${number}`) : ''
      const { failed: isFailed, output } = await run(code, token)
      if (isFailed) failed.push(`${page}\n${code}\n${output}`)
    }
    assert.deepEqual(failed, [])
  })

  test('that set an identity provider are settings the server takes', () => {
    const [settings] = fenced('docs/sign-in.md', 'sh').filter(({ code }) => code.startsWith('PORTICO_PUBLIC_URL'))
    const secret = join(work, 'oidc')
    writeFileSync(secret, 'a secret of the provider')
    const env = Object.fromEntries(
      Array.from(settings?.code.matchAll(/^(\w+)="?(.*?)"?$/gm) ?? [], ([, name = '', value = '']) => [name, value]),
    )
    const { oidc } = readConfig({ ...env, PORTICO_OIDC_CLIENT_SECRET_FILE: secret })
    assert.equal(oidc?.name, 'Example ID')
  })

  test('of the API reference are ones a shell reads, and those that only read are answered', async () => {
    const reference = await (await fetch(`${server.url}/docs/api.md`)).text()
    const lines = Array.from(reference.matchAll(/^```sh\n(.*?)\n```/gms), ([, line = '']) => line)
    assert.ok(lines.length > 40, `${lines.length} lines`)
    for (const line of lines) assert.ok(line.includes(`'${server.url}/`), line)
    assert.equal(spawnSync('bash', ['-n', '-c', lines.join('\n')]).status, 0)
    cookie = await signIn()
    const token = await newToken('reads')
    // what stands for an identifier is in capitals
    const reading = lines.filter(line => !/ -X |\/[A-Z]+(?=[/'])/.test(line))
    assert.ok(reading.length > 15, `${reading.length} lines`)
    const failed: string[] = []
    for (const line of reading) {
      const { failed: isFailed, output } = await run(line, token)
      // it says which parameter is missing, or that this server has no identity provider
      if (isFailed && !/error: 400|No identity provider/.test(output)) failed.push(`${line}\n${output}`)
    }
    assert.deepEqual(failed, [])
  })
})
