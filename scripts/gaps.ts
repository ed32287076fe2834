/** Lists what the scaffold left for a person to write. Part of the lint: each is an error with its file and line. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FILES = '{contract,server,web}/**/*.{ts,tsx}'
const BUILT = /^web\/dist\//
const GAP = /GAP:\s*(.*?)(?:['"`].*)?$/

/** A line for each gap: `contract/catalog/deploys.ts:12 is not written yet: say what it does`. */
export const gapsIn = (root: string): string[] =>
  globSync(FILES, { cwd: root })
    .filter(file => !BUILT.test(file))
    .toSorted()
    .flatMap(file =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => {
          const gap = GAP.exec(line)
          return gap ? `${file}:${index + 1} is not written yet: ${gap[1]}` : []
        }),
    )
