import * as contract from '../../../contract/catalog/timeline.ts'
import { holds } from '../../core/callers/actor.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { activityOf } from './list.ts'

export const timelineRoutes: readonly Route[] = [
  on(contract.listActivity, {
    handle: ({ params, query }, { actor, answerAside }) =>
      answerAside(activityOf, params.tagOrId, { ...query, seesEdits: holds(actor, 'VIEW_AUDIT_LOGS') }),
  }),
]
