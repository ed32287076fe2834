/** `npm run examples`: makes a company as a folder, and loads such a folder into a running server. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { writeCompany } from './folder.ts'
import { type Loaded, loadCompany } from './load.ts'

const HELP = `Usage: npm run examples -- FOLDER [--seed N] [--scale N]
       npm run examples -- load FOLDER URL [--months N]

The first writes the catalog of a company into FOLDER: descriptors under catalog/, and JSON lines of types, custom data,
relationships, deploys, events and metrics. The same seed and scale write the same bytes.
  --seed N     which company; 1 by default
  --scale N    its size: 1 is 400 services, 60 teams and 40 domains; up to 250

The second loads the folder into the Portico at URL with the personal token in the environment variable PORTICO_TOKEN,
which needs the permissions Edit entities and Edit entity types. It can be interrupted and run again.
  --months N   only deploys and events of the last N months; all by default
`

const LARGEST_SCALE = 250
const LARGEST_SEED = 2 ** 32 - 1

class UsageError extends Error {}

const options = {
  seed: { type: 'string' },
  scale: { type: 'string' },
  months: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

const parse = () => {
  try {
    return parseArgs({ options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${HELP}`)
  }
}

type Range = { readonly least: number; readonly most: number; readonly whole: boolean }

const numberOf = (name: string, text: string, { least, most, whole }: Range): number => {
  const number = Number(text)
  if (text.trim() !== '' && number >= least && number <= most && (!whole || Number.isInteger(number))) return number
  throw new UsageError(
    `--${name} must be a ${whole ? 'whole number' : 'number'} from ${least} to ${most}, not ${JSON.stringify(text)}.`,
  )
}

/** npm runs scripts in the package's folder, and says where it was called. */
const inCallerFolder = (folder: string) => resolve(process.env.INIT_CWD ?? process.cwd(), folder)

const say = (text: string) => process.stderr.write(`${text}\n`)

const sayCounts = (counts: Readonly<Record<string, number>>) => {
  for (const [name, count] of Object.entries(counts)) say(`${count.toLocaleString('en').padStart(10)}  ${name}`)
}

const make = async (folder: string, seed: string, scale: string) => {
  const { counts } = await writeCompany(inCallerFolder(folder), {
    seed: numberOf('seed', seed, { least: 0, most: LARGEST_SEED, whole: true }),
    scale: numberOf('scale', scale, { least: 0.01, most: LARGEST_SCALE, whole: false }),
  })
  sayCounts(counts)
}

const EVERY = 500

const showing = () => {
  let step: keyof Loaded | undefined
  return (next: keyof Loaded, done: number) => {
    if (next !== step || done % EVERY === 0) say(`${next}: ${done.toLocaleString('en')}`)
    step = next
  }
}

const load = async (folder: string, url: string, months: string | undefined) => {
  const token = (process.env.PORTICO_TOKEN ?? '').trim()
  if (token === '') throw new UsageError('PORTICO_TOKEN is required: a personal token.')
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new UsageError(`${JSON.stringify(url)} isn't the address of Portico, such as http://localhost:4000.`)
  const target = {
    folder: inCallerFolder(folder),
    url,
    token,
    now: Date.now(),
    months: months === undefined ? undefined : numberOf('months', months, { least: 0, most: 12, whole: false }),
  }
  sayCounts(await loadCompany(target, showing()))
}

const run = async () => {
  const { values, positionals } = parse()
  const [first, second, third] = positionals
  if (values.help || first === undefined) return void process.stdout.write(HELP)
  if (first !== 'load') {
    if (second !== undefined) throw new UsageError(`${JSON.stringify(second)} is one argument too many.\n\n${HELP}`)
    return make(first, values.seed ?? '1', values.scale ?? '1')
  }
  if (second === undefined || third === undefined) throw new UsageError(`FOLDER and URL are required.\n\n${HELP}`)
  return load(second, third, values.months)
}

run().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
})
