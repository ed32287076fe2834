/** When the owner of a token that nobody uses was warned that it ends. */
export const tokenPolicy = [`alter table credentials add column idle_warned_at bigint`]
