/** What was called, by the operation's ID. What the cards above the lists of tokens count, and what the lists are sorted by. */
export const tokenLists = [
  'alter table token_uses add column operation text',
  'create index secrets_replaced on secrets (dies_at, cid) where is_current = 0',
  'create index token_uses_refused_day on token_uses (day, last_at, cid) where reason is not null',
]
