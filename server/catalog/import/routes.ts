import { importEntities, MOST_IMPORTED } from '../../../contract/catalog/import.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { documentsIn } from './documents.ts'
import { importItems } from './run.ts'

export const importRoutes: readonly Route[] = [
  on(importEntities, {
    inSteps: ({ body, query }, context) => {
      const documents = documentsIn(body, MOST_IMPORTED)
      if (documents.length === 0) throw badRequest('The body has no descriptors.', 'body')
      if (documents.length > MOST_IMPORTED)
        throw badRequest(
          `A request can have up to ${MOST_IMPORTED} descriptors. Send the others in another request.`,
          'body',
        )
      const items = documents.map((document, index) => ({ ...document, index }))
      return importItems(context, items, query.dryRun ?? false)
    },
  }),
]
