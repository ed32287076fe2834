// Run by npm before start, test and the rest, under whatever Node is there (20 or newer): installs what package-lock.json names
// when it changed, and builds the web app when its sources did. Prints to stderr only: stdout belongs to the command that follows.
// Given a folder, it installs what that folder's package-lock.json names, when it changed, and nothing else.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const at = (...parts) => join(root, ...parts)
const NODE_NEEDED = 26

const say = text => process.stderr.write(`${text}\n`)

const run = (command, args, cwd = root) => {
  const { status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', 2, 2] })
  if (status === 0) return
  say(error ? `${command} could not be started: ${error.message}` : `${command} ${args.join(' ')} failed.`)
  process.exit(status ?? 1)
}

const filesBelow = folder =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))

const digestOf = files => {
  const digest = createHash('sha256')
  for (const file of files.sort())
    digest.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  return digest.digest('hex')
}

/** Does `work` unless the stamp says it was done for these very contents. */
const once = (stamp, digest, work) => {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return
  work()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, digest)
}

const major = Number(process.versions.node.split('.')[0])

const install = (folder, what) =>
  once(join(folder, 'node_modules', '.portico-installed'), digestOf([join(folder, 'package-lock.json')]), () => {
    say(`Installing ${what} (about half a minute, only when it changed) …`)
    const ci = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
    if (major >= NODE_NEEDED) run('npm', ci, folder)
    else run('npx', ['-y', '-p', `node@${NODE_NEEDED}`, 'npm', ...ci], folder)
  })

const [given] = process.argv.slice(2)
if (given) {
  install(resolve(given), `what ${given} needs`)
  process.exit(0)
}
install(root, 'what Portico needs')

const ownNode = at('node_modules', '.bin', 'node')
if (!existsSync(ownNode) && major < NODE_NEEDED) {
  say(`Portico runs on Node ${NODE_NEEDED}, and npm did not install it. Install Node ${NODE_NEEDED}, then try again.`)
  process.exit(1)
}

if (existsSync(at('web', 'index.html'))) {
  const sources = [
    ...filesBelow(at('web')).filter(file => !relative(at('web'), file).startsWith('dist')),
    ...filesBelow(at('contract')),
    at('vite.config.ts'),
    at('scripts', 'contract-manifest.ts'),
    at('scripts', 'mantine-styles.ts'),
    at('package-lock.json'),
  ]
  once(at('web', 'dist', '.sources'), digestOf(sources.filter(file => !/\.(test|e2e)\.tsx?$/.test(file))), () => {
    say('Building the web app (a few seconds, only when its sources changed) …')
    run(existsSync(ownNode) ? ownNode : process.execPath, [
      at('node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      '--logLevel',
      'warn',
    ])
  })
}
