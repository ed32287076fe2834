/** Ready lines for a terminal that keep the secret out of the process list and the history: `read` takes it from the keyboard. */

/** Asks what the token is: everybody's token may, whatever its owner's role. */
export const curlLine = (origin: string) =>
  `read -rs PORTICO_TOKEN && printf 'header = "Authorization: Bearer %s"' "$PORTICO_TOKEN" | curl -K - '${origin}/api/v1/auth/token/self'`

/** The Cortex CLI takes its key from the environment, which other people on the machine cannot read. */
export const cortexLine = (origin: string) =>
  `read -rs CORTEX_API_KEY && export CORTEX_API_KEY && cortex -u '${origin}' catalog list`
