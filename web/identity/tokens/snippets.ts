/** How clients are given the token. Each keeps the secret out of the process list and the shell history: it is typed, or read from the environment. Pure. */

const SELF = '/api/v1/auth/token/self'

/** Asks what the token is: everybody's token may, whatever its owner's role. */
const curl = (origin: string) =>
  `read -rs PORTICO_TOKEN && printf 'header = "Authorization: Bearer %s"' "$PORTICO_TOKEN" | curl -K - '${origin}${SELF}'`

/** The Cortex CLI takes its key from the environment, which other people on the machine cannot read. */
const cortex = (origin: string) =>
  `read -rs CORTEX_API_KEY && export CORTEX_API_KEY && cortex -u '${origin}' catalog list`

const python = (origin: string) => `import getpass, json, urllib.request

request = urllib.request.Request(
    "${origin}${SELF}",
    headers={"Authorization": "Bearer " + getpass.getpass("Token: ")},
)
print(json.load(urllib.request.urlopen(request)))`

const actions = (origin: string) => `- name: Check the token
  env:
    PORTICO_TOKEN: \${{ secrets.PORTICO_TOKEN }}
  run: |
    printf 'header = "Authorization: Bearer %s"' "$PORTICO_TOKEN" \\
      | curl -fsS -K - '${origin}${SELF}'`

const terraform = (origin: string) => `terraform {
  required_providers {
    cortex = {
      source = "cortexapps/cortex"
    }
  }
}

# The token comes from the environment: CORTEX_API_TOKEN
provider "cortex" {
  base_api_url = "${origin}"
}`

const mcp = (origin: string) =>
  JSON.stringify(
    {
      mcpServers: {
        portico: {
          command: 'docker',
          args: [
            ...['run', '--rm', '-i'],
            ...['--env', 'CORTEX_API_TOKEN'],
            ...['--env', `CORTEX_API_BASE_URL=${origin}`],
            'ghcr.io/cortexapps/cortex-mcp:latest',
          ],
          env: { CORTEX_API_TOKEN: 'YOUR_TOKEN' },
        },
      },
    },
    null,
    2,
  )

export type Snippet = {
  readonly name: string
  /** What to do with it. */
  readonly hint: string
  readonly text: (origin: string) => string
}

const TYPED = 'Run it in a terminal, paste the token, and press Enter.'

export const SNIPPETS: readonly Snippet[] = [
  { name: 'curl', hint: TYPED, text: curl },
  { name: 'Cortex CLI', hint: TYPED, text: cortex },
  { name: 'Python', hint: 'Run it, paste the token, and press Enter.', text: python },
  {
    name: 'GitHub Actions',
    hint: 'Store the token as the secret PORTICO_TOKEN of your repository, and add this step.',
    text: actions,
  },
  { name: 'Terraform', hint: 'Set CORTEX_API_TOKEN to the token where Terraform runs.', text: terraform },
  {
    name: 'MCP client',
    hint: 'Add it to the configuration of your client. Keep the file with the token out of version control.',
    text: mcp,
  },
]
