/** How an entity's descriptor is read, checked and saved. */
import { getEntity, getEntityDescriptor, upsertEntity } from '../../../contract/catalog/catalog.ts'
import type { EntityPreview } from '../../../contract/catalog/previews.ts'
import { call } from '../../core/api/client.ts'
import type { DescriptorSource, Preview, Stored } from '../../core/editor/descriptor.ts'

const previewed =
  (query: { mode?: 'CREATE' }) =>
  async (body: string, version: number | undefined): Promise<Preview> => {
    const { violations, preview } = await call(upsertEntity, {
      body,
      query: { ...query, dryRun: true, preview: true },
      version,
    })
    return { violations, preview: preview ?? NO_PREVIEW }
  }

const NO_PREVIEW: EntityPreview = { outcome: 'UNCHANGED', changes: [], total: 0, missing: [] }

/** The version is read first: should the text change in between, saving is refused and nothing is overwritten. */
const readStored = async (tag: string): Promise<Stored> => {
  const { version } = await call(getEntity, { params: { tagOrId: tag }, query: { hierarchyDepth: '0' } })
  const text = await call(getEntityDescriptor, { params: { tagOrId: tag }, query: { yaml: true } })
  return { text: typeof text === 'string' ? text : '', version }
}

export const storedEntity = (tag: string): DescriptorSource & { load: () => Promise<Stored> } => ({
  key: `entity ${tag}`,
  check: async (text, signal) => {
    const { violations } = await call(upsertEntity, { body: text, query: { dryRun: true }, signal })
    return violations
  },
  preview: previewed({}),
  save: async (text, version) => {
    await call(upsertEntity, { body: text, query: {}, version })
    return tag
  },
  load: () => readStored(tag),
})

/** A tag that exists is refused. */
export const newEntity: DescriptorSource = {
  key: 'new entity',
  check: async (text, signal) => {
    const { violations } = await call(upsertEntity, { body: text, query: { dryRun: true, mode: 'CREATE' }, signal })
    return violations
  },
  preview: previewed({ mode: 'CREATE' }),
  save: async text => {
    await call(upsertEntity, { body: text, query: { mode: 'CREATE' } })
    return tagIn(text)
  },
}

/** Only leads to the new page: what the tag is, the server has read. */
export const tagIn = (text: string) => /^\s*["']?x-cortex-tag["']?\s*:\s*["']?([^\s"'#]+)/m.exec(text)?.[1]

export const ENTITY_TEMPLATE = `openapi: 3.0.1
info:
  title: My service
  description: What it does, in a sentence.
  x-cortex-tag: my-service
  x-cortex-type: service
  x-cortex-groups:
    - my-group
  x-cortex-owners:
    - type: EMAIL
      email: you@example.com
`

/** For the form, which has examples beside its fields. */
export const FORM_TEMPLATE = `openapi: 3.0.1
info:
  title: ""
  x-cortex-tag: ""
  x-cortex-type: service
`
