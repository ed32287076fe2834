import { ACTOR_TYPES, AUDIT_ACTIONS, AUDIT_SORTS } from '../../../contract/outbound/audit.ts'
import {
  choiceParam,
  listParam,
  pageParam,
  type RawSearch,
  sortParams,
  textParam,
} from '../../core/layout/search-params.ts'

const known = <const Value extends string>(raw: unknown, values: readonly Value[]) =>
  listParam(raw).flatMap(value => choiceParam(value, values) ?? [])

/** The filters of the audit log under the names the API gives them, and the entry that is open. */
export const auditSearch = (raw: RawSearch) => ({
  startTime: textParam(raw.startTime),
  endTime: textParam(raw.endTime),
  actions: known(raw.actions, AUDIT_ACTIONS),
  objectTypes: listParam(raw.objectTypes),
  objectIdentifiers: listParam(raw.objectIdentifiers),
  actorTypes: known(raw.actorTypes, ACTOR_TYPES),
  actorEmails: listParam(raw.actorEmails),
  actorApiKeyIdentifiers: listParam(raw.actorApiKeyIdentifiers),
  actorIpAddresses: listParam(raw.actorIpAddresses),
  outcomes: known(raw.outcomes, ['DONE', 'FAILED', 'REFUSED']),
  ...sortParams(raw, AUDIT_SORTS),
  page: pageParam(raw.page),
  row: textParam(raw.row),
})
