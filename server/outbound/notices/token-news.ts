/** Whom an event of tokens is news for, and what they learn: the same in the app and by mail. */
import type { EventContext } from '../../core/changes/events.ts'
import type { TokenEvent } from '../../identity/credentials/events.ts'
import { type CredentialWithOwner, tokensWithOwner } from '../../identity/credentials/with-owner.ts'
import type { TokenNews } from './words.ts'

type Kind = TokenNews['kind']

const newsOf = (row: CredentialWithOwner, kind: Kind, { now, address, client }: EventContext): TokenNews => ({
  kind,
  name: row.name,
  last4: row.last4,
  at: now,
  address,
  client,
  by: row.ended_by,
  leaked: row.end_reason === 'LEAKED',
})

/** The owners who can still sign in, one entry for each token. */
export const newsForOwners = async (context: EventContext, { cids }: TokenEvent, kind: Kind) =>
  (await tokensWithOwner(context.db, cids)).flatMap(row =>
    row.owner_id === null || row.deactivated_at !== null
      ? []
      : {
          userId: row.owner_id,
          subject: row.cid,
          facts: newsOf(row, kind, context),
          wantsNoMail: row.token_mail_off === 1,
        },
  )
