/** How the name and the description of a token are asked for. */
export const TOKEN_WORDS = {
  example: 'nightly-catalog-sync',
  hint: 'What is it for, and where does it run? This helps you tell your tokens apart.',
} as const

/** The fields of a token that show their own error, beside its name and description. */
export const TOKEN_FIELDS = [
  'expirationDate',
  'timeZone',
  'limits.readOnly',
  'limits.permissions',
  'limits.addressRanges',
] as const
