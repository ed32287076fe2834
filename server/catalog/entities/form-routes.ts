import { editDescriptorFields } from '../../../contract/catalog/descriptor-form.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { readerFor } from '../descriptors/reading.ts'
import { editFormSoon } from './reading.ts'

export const formRoutes: readonly Route[] = [
  on(editDescriptorFields, {
    handle: async ({ body: { descriptor, fields = {} } }, context) => {
      const { text, form, violations, refused } = await editFormSoon(readerFor(context), descriptor, fields)
      if (refused)
        throw badRequest(`${refused.field}: can only be changed in the text. ${refused.reason}`, refused.field)
      return { descriptor: text, ...(form && { fields: form.fields }), locked: [...(form?.locked ?? [])], violations }
    },
  }),
]
