import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SNIPPETS } from './snippets.ts'

const origin = 'https://portico.example.com'
const textOf = (name: string) => SNIPPETS.find(one => one.name === name)?.text(origin) ?? ''

test('each client is given the address of this workspace, under the name it reads', () => {
  for (const { name, text } of SNIPPETS) assert.ok(text(origin).includes(origin), name)
  assert.match(
    textOf('Cortex CLI'),
    /export CORTEX_API_KEY && cortex -u 'https:\/\/portico\.example\.com' catalog list$/,
  )
  assert.match(textOf('Terraform'), /base_api_url = "https:\/\/portico\.example\.com"/)
  const { mcpServers } = JSON.parse(textOf('MCP client'))
  assert.ok(mcpServers.portico.args.includes('CORTEX_API_BASE_URL=https://portico.example.com'))
  assert.deepEqual(Object.keys(mcpServers.portico.env), ['CORTEX_API_TOKEN'])
})

test('no snippet puts the secret into an argument of a command', () => {
  for (const name of ['curl', 'GitHub Actions']) {
    assert.match(textOf(name), /curl .*-K - /, name)
    assert.doesNotMatch(textOf(name), /curl[^|]*(-H|--header)/, name)
  }
  assert.match(textOf('Python'), /getpass/)
})
