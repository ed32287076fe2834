import { listDescriptors } from '../../../contract/catalog/descriptors.ts'
import { presentRows } from '../../core/db/rows.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { JsonText } from '../../core/http/send.ts'
import { readerFor } from '../descriptors/reading.ts'
import { descriptorPage } from './descriptor-list.ts'
import { descriptorsJsonSoon } from './reading.ts'

const noneThere = () => {
  throw new Error('a stored descriptor cannot be read')
}

export const descriptorRoutes: readonly Route[] = [
  on(listDescriptors, {
    handle: async ({ query }, context) => {
      const { sources, fields } = await context.aside(descriptorPage, query)
      const texts = sources.map(({ descriptor }) => descriptor)
      const jsons =
        query.yaml === 'true'
          ? texts.map(text => JSON.stringify(text))
          : await descriptorsJsonSoon(readerFor(context), texts)
      const rows = sources.map(({ id }, at) => ({ id, json: jsons[at] }))
      const { shown, marked } = presentRows(rows, { idOf: ({ id }) => id, present: ({ json }) => json ?? noneThere() })
      return new JsonText(`{"descriptors":[${shown.join()}],${JSON.stringify({ ...marked, ...fields }).slice(1)}`)
    },
  }),
]
