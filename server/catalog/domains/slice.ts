import { listDomainTree } from '../../../contract/catalog/domains.ts'
import { on } from '../../core/http/mount.ts'
import { JsonText } from '../../core/http/send.ts'
import type { Slice } from '../../core/slices/slice.ts'
import { domainTreeAsText } from './tree.ts'

export const domains: Slice = {
  name: 'domains',
  routes: [
    on(listDomainTree, { handle: async ({ query }, { aside }) => new JsonText(await aside(domainTreeAsText, query)) }),
  ],
  longReads: [new URL('./tree.ts', import.meta.url)],
}
