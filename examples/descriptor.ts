/** What every entity of the company has, and its file. */
import type { Random } from './random.ts'
import { type Style, writeYaml, type Yaml } from './yaml.ts'

export type Entity = {
  readonly tag: string
  readonly type: string
  /** Within the folder. */
  readonly file: string
  readonly yaml: string
}

export const HOST = 'mosswick.example.com'

type Info = { readonly [key: string]: Yaml | undefined }

type Described = {
  readonly tag: string
  readonly type: string
  readonly title: string
  readonly description?: string | undefined
  readonly groups: readonly string[]
  /** The `x-cortex-…` blocks that only some have, in their order. */
  readonly rest: Info
  /** What follows `info`, such as the paths of an API. */
  readonly document?: Info
}

const FOLDERS: Readonly<Record<string, string>> = { database: 'databases', topic: 'topics', vendor: 'vendors' }

/** People write a descriptor from a template of their team and rarely touch how it looks. */
export const styleFrom = (random: Random): Style => ({
  quote: random.pick(["'", '"'] as const),
  indented: random.chance(70),
  folded: random.chance(40),
})

export const entityOf = (
  { tag, type, title, description, groups, rest, document }: Described,
  style: Style,
): Entity => ({
  tag,
  type,
  file: `catalog/${FOLDERS[type] ?? `${type}s`}/${tag}.yaml`,
  yaml: writeYaml(
    {
      openapi: '3.0.1',
      info: {
        title,
        description,
        'x-cortex-tag': tag,
        'x-cortex-type': type,
        'x-cortex-groups': groups.length === 0 ? undefined : groups,
        ...rest,
      },
      ...document,
    },
    style,
  ),
})

export const groupOwner = (team: string, more: Info = {}): Yaml => ({
  type: 'GROUP',
  name: team,
  provider: 'CORTEX',
  ...more,
})

export const link = (name: string, type: string, path: string): Yaml => ({
  name,
  type,
  url: `https://${type === 'dashboard' ? 'dashboards' : 'docs'}.${HOST}/${path}`,
})

export const slack = (channels: readonly string[]): Yaml => ({
  channels: channels.map(name => ({ name, notificationsEnabled: true })),
})
