/** The columns of everybody's tokens as a CSV file: what the list shows, never a secret. */
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import type { Columns } from '../../core/http/csv-file.ts'

export const TOKEN_COLUMNS: Columns<PersonalToken> = {
  cid: token => token.cid,
  name: token => token.name,
  description: token => token.description,
  last4: token => token.last4,
  ownerEmail: token => token.owner.email,
  ownerName: token => token.owner.name,
  state: token => token.state,
  createdDate: token => token.createdDate,
  expirationDate: token => token.expirationDate,
  lastDay: token => token.lastDay,
  timeZone: token => token.timeZone,
  readOnly: token => String(token.limits.readOnly),
  permissions: token => token.limits.permissions?.join(' ') ?? null,
  addressRanges: token => token.limits.addressRanges?.join(' ') ?? null,
  lastUsedAt: token => token.lastUsed?.at ?? null,
  lastUsedAddress: token => token.lastUsed?.address ?? null,
  lastUsedClient: token => token.lastUsed?.client ?? null,
  endedAt: token => token.ended?.at ?? null,
  endReason: token => token.ended?.reason ?? null,
  endedBy: token => token.ended?.by ?? null,
  endedByPerson: token => token.ended?.person ?? null,
}
