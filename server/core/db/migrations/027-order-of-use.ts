/**
 * Credentials in the order of their last use, with all that lists filter by: what was never used has 0. The last use is stored apart
 * from the credential (007), so no index of either table holds both. Triggers keep it, so that no writer can forget it.
 */
import type { Step } from '../migrations.ts'

const COPIED = ['ended_at', 'expires_at', 'read_only', 'owner_id', 'created_at']
const KEPT = ['cid', 'kind', ...COPIED]
const NEW = KEPT.map(column => `new.${column}`).join(', ')
const ADD = `insert into credential_order (${KEPT.join(', ')}, used_at) values (${NEW}, 0)`
const CHANGE = `update credential_order set ${COPIED.map(column => `${column} = new.${column}`).join(', ')} where cid = new.cid`
const USE = 'update credential_order set used_at = new.last_used_at where cid = new.cid'
const FORGET = 'update credential_order set used_at = 0 where cid = old.cid'

/** What runs for each row that is inserted or updated. */
const trigger = (name: string, when: string, act: string): Step => ({
  sqlite: [`create trigger ${name} after ${when} begin ${act}; end`],
  postgres: [
    `create function ${name}() returns trigger language plpgsql as 'begin ${act}; return null; end'`,
    `create trigger ${name} after ${when} for each row execute function ${name}()`,
  ],
})

export const orderOfUse: readonly Step[] = [
  `create table credential_order (
    cid text primary key references credentials (cid) on delete cascade, kind text not null, used_at bigint not null,
    ended_at bigint, expires_at bigint, read_only bigint not null, owner_id text, created_at bigint not null)`,
  `insert into credential_order (${KEPT.join(', ')}, used_at)
    select ${KEPT.map(column => `c.${column}`).join(', ')}, coalesce(u.last_used_at, 0)
    from credentials c left join credential_uses u on u.cid = c.cid`,
  `create index credential_order_used on credential_order (kind, used_at, ${KEPT.filter(column => column !== 'kind').join(', ')})`,
  trigger('credential_order_add', 'insert on credentials', ADD),
  trigger('credential_order_change', `update of ${COPIED.join(', ')} on credentials`, CHANGE),
  trigger('credential_order_first_use', 'insert on credential_uses', USE),
  trigger('credential_order_use', 'update of last_used_at on credential_uses', USE),
  trigger('credential_order_forget', 'delete on credential_uses', FORGET),
]
