/** How the name and the description of a token are asked for. */
export const TOKEN_WORDS = {
  example: 'nightly-catalog-sync',
  hint: 'What is it for, and where does it run? This tells your tokens apart.',
} as const

/** The fields of a token's form that show their own error. */
export const TOKEN_FIELDS = [
  'name',
  'description',
  'expirationDate',
  'timeZone',
  'limits.readOnly',
  'limits.permissions',
  'limits.addressRanges',
] as const
