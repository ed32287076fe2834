/**
 * `npm run check`: types, lint and tests side by side, the tests in few processes; `npm test` adds the stories in a browser.
 * node scripts/check.ts [types] [lint] [tests] [stories] [FILE…] [--long] [--seed=N]
 */
import { spawn } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { gapsIn } from './gaps.ts'

const ROOT = join(import.meta.dirname, '..')
const TESTS = [
  'contract/**/*.test.ts',
  'server/**/*.test.ts',
  'web/**/*.test.ts',
  'scripts/**/*.test.ts',
  'examples/*.test.ts',
]
const STORIES = ['e2e/**/*.e2e.ts']
/** Ends what hangs: a file, of which one test may take minutes on a busy machine. */
const LONGEST_TEST_MS = 600_000
const STORY_PROCESSES = 3
/** Many wait for a database, a process or a timer; with more, those that have a deadline miss it on two cores. */
const AT_ONCE = 5
const MOST_TRIED_ALONE = 5
/** Starts or kills processes: waits for them most of the time. */
const STARTS_PROCESSES = /'node:child_process'|\/testing\/process\.ts'/
/** Measures what its own thread does: nothing else may run in its process at the same time. */
const MEASURES = /\/testing\/pauses\.ts'|threadCpuUsage|process\.cpuUsage/
/** Says so itself, with the reason. */
const OWN_PROCESS = /own process:/

const PARTS = ['types', 'lint', 'tests', 'stories'] as const
type Part = (typeof PARTS)[number]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, long: { type: 'boolean' } },
})
const isPart = (word: string): word is Part => PARTS.some(part => part === word)
const wanted = new Set(positionals.filter(isPart))
const named = positionals.filter(word => !isPart(word))

const say = (text: string) => process.stderr.write(`${text}\n`)

process.env.NODE_COMPILE_CACHE ??= join(ROOT, 'node_modules/.cache/portico')
if (values.long) process.env.TEST_LONG = 'yes'

/** Runs a program of ours to its end; its output is shown only if it failed. */
const succeeds = (program: string, args: readonly string[]) =>
  new Promise<{ ok: boolean; output: string }>(resolve => {
    const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk))
    child.once('error', error => resolve({ ok: false, output: error.message }))
    child.once('close', code => resolve({ ok: code === 0, output }))
  })

const tool = async (part: Part, args: readonly string[]): Promise<boolean> => {
  if (!wanted.has(part)) return true
  const [name = '', ...rest] = args
  const { ok, output } = await succeeds(join(ROOT, 'node_modules/.bin', name), rest)
  if (!ok) say(`✖ ${part}\n${output}`)
  return ok
}

/** What the scaffold left for a person to write. */
const isWritten = (): boolean => {
  const gaps = wanted.has('lint') ? gapsIn(ROOT) : []
  if (gaps.length > 0) say(`✖ lint\n${gaps.join('\n')}`)
  return gaps.length === 0
}

const found = (patterns: readonly string[]) => {
  const all = patterns.flatMap(pattern => globSync(pattern, { cwd: ROOT })).toSorted()
  return named.length === 0 ? all : all.filter(file => named.includes(file))
}

const sizeOf = (file: string) => statSync(join(ROOT, file)).size

type Group = { size: number; files: readonly string[] }

/** Splits files into so many groups of about the same size. */
const shared = (files: readonly string[], parts: number): (readonly string[])[] => {
  let groups: readonly Group[] = Array.from({ length: parts }, () => ({ size: 0, files: [] }))
  for (const file of files.toSorted((a, b) => sizeOf(b) - sizeOf(a))) {
    const [least = { size: 0, files: [] }, ...others] = groups.toSorted((a, b) => a.size - b.size)
    groups = [{ size: least.size + sizeOf(file), files: [...least.files, file] }, ...others]
  }
  return groups.map(group => group.files).filter(({ length }) => length > 0)
}

const kindOf = (file: string): 'own' | 'story' | 'starts' | 'measures' | 'together' => {
  const text = readFileSync(join(ROOT, file), 'utf8')
  if (OWN_PROCESS.test(text)) return 'own'
  if (file.endsWith('.e2e.ts')) return 'story'
  if (STARTS_PROCESSES.test(text)) return 'starts'
  return MEASURES.test(text) ? 'measures' : 'together'
}

/** Which files run in one process: all processes run side by side, so none should take much longer than the others. */
const processes = (): (readonly string[])[] => {
  const tests = wanted.has('tests') ? found(TESTS) : []
  const stories = wanted.has('stories') ? found(STORIES) : []
  const byKind = Map.groupBy([...tests, ...stories], kindOf)
  const of = (kind: ReturnType<typeof kindOf>) => byKind.get(kind) ?? []
  return [
    ...shared(of('together'), availableParallelism() + 1),
    ...shared(of('starts'), 4),
    ...shared(of('measures'), 1),
    ...of('own').map(file => [file]),
    ...shared(of('story'), STORY_PROCESSES),
  ]
}

/** For the test runner a process is a file: these load the real ones. */
const writeEntries = (folder: string) =>
  processes().map((files, number) => {
    const entry = join(folder, `${number + 1}.mjs`)
    const together = pathToFileURL(join(ROOT, 'server/testing/together.ts')).href
    writeFileSync(
      entry,
      `import { runTogether } from ${JSON.stringify(together)}\nawait runTogether(${JSON.stringify(files)})\n`,
    )
    return entry
  })

type Tested = { ok: boolean; failed: ReadonlySet<string> }

const runTests = (files: string[]): Promise<Tested> =>
  new Promise(resolve => {
    const failed = new Set<string>()
    let ok = true
    const events = run({
      files,
      cwd: ROOT,
      concurrency: Math.max(AT_ONCE, availableParallelism()),
      timeout: LONGEST_TEST_MS,
      ...(values.seed ? { randomSeed: Number(values.seed) } : {}),
    })
    events.on('test:fail', ({ file }) => {
      ok = false
      if (file?.startsWith(ROOT) && /\.(test|e2e)\.ts$/.test(file)) failed.add(relative(ROOT, file))
    })
    events.on('test:summary', ({ file, success }) => {
      if (!file) ok &&= success
    })
    const report = events.compose(new spec())
    report.pipe(process.stdout, { end: false })
    report.once('end', () => resolve({ ok, failed }))
  })

/** What fails among others and passes alone depends on their order, on a port or on something that they share. */
const tryAlone = async (failed: ReadonlySet<string>) => {
  for (const file of Array.from(failed).slice(0, MOST_TRIED_ALONE)) {
    const { ok } = await succeeds(process.execPath, [
      '--test',
      '--test-force-exit',
      `--test-timeout=${LONGEST_TEST_MS}`,
      file,
    ])
    if (ok)
      say(`✖ ${file} fails among other files and passes alone: it depends on their order, a port or something shared.`)
  }
}

const tests = async (): Promise<boolean> => {
  if (!wanted.has('tests') && !wanted.has('stories')) return true
  if (wanted.has('stories')) await (await import('../e2e/browser.ts')).browserPath()
  const folder = mkdtempSync(join(tmpdir(), 'portico-check-'))
  const { ok, failed } = await runTests(writeEntries(folder))
  rmSync(folder, { recursive: true, force: true })
  if (values.seed) say(`The order was that of --seed=${values.seed}.`)
  if (!ok) await tryAlone(failed)
  return ok
}

const [types, lint, tested] = await Promise.all([
  tool('types', ['tsc', '-p', '.']),
  tool('lint', ['biome', 'check']),
  tests(),
])
const wrong = [...(types ? [] : ['types']), ...(isWritten() && lint ? [] : ['lint']), ...(tested ? [] : ['tests'])]
if (wrong.length > 0) say(`✖ ${wrong.join(', ')} failed; the reasons are marked with ✖ above.`)
process.exitCode = wrong.length > 0 ? 1 : 0
