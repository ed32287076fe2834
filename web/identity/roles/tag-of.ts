const MAX_TAG = 63

/** The tag proposed for a name: `On-call (EU)` → `on-call-eu`. */
export const tagOf = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_TAG)
    .replace(/^-+|-+$/g, '')
