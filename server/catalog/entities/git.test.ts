import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { describe } from './descriptor.ts'

const ORDERS = { repository: 'acme/orders', repositoryUrl: 'https://github.com/acme/orders' }

/** A provider, a repository as people write it, and what is read. */
const WRITTEN: readonly (readonly [string, string, { repository: string; repositoryUrl: string }])[] = [
  ['github', 'acme/orders', ORDERS],
  ['github', '/acme/orders', ORDERS],
  ['github', 'acme/orders.git', ORDERS],
  ['github', 'https://github.com/acme/orders', ORDERS],
  ['github', 'https://github.com/acme/orders.git', ORDERS],
  ['github', 'https://github.com/acme/orders/tree/main/src', ORDERS],
  ['github', 'github.com/acme/orders', ORDERS],
  ['github', 'git@github.com:acme/orders.git', ORDERS],
  ['github', 'ssh://git@github.com/acme/orders.git', ORDERS],
  [
    'github',
    'https://git.example.com/acme/orders',
    { repository: 'acme/orders', repositoryUrl: 'https://git.example.com/acme/orders' },
  ],
  ['gitlab', 'a/b/c', { repository: 'a/b/c', repositoryUrl: 'https://gitlab.com/a/b/c' }],
  [
    'gitlab',
    'https://gitlab.com/a/b/c/-/tree/main',
    { repository: 'a/b/c', repositoryUrl: 'https://gitlab.com/a/b/c' },
  ],
  [
    'azure',
    'https://dev.azure.com/org/project/_git/orders',
    { repository: 'orders', repositoryUrl: 'https://dev.azure.com/org/project/_git/orders' },
  ],
]

const read = (provider: string, repository: string) =>
  describe(
    `openapi: 3.0.1\ninfo:\n  title: G\n  x-cortex-tag: g\n  x-cortex-git:\n    ${provider}:\n      project: project\n      repository: "${repository}"\n`,
  )

suite('a repository is read however it is written', () => {
  for (const [provider, written, expected] of WRITTEN)
    test(`${provider}: ${written}`, () => {
      const { entity, violations } = read(provider, written)
      const { repository, repositoryUrl } = entity?.document.git ?? {}
      assert.deepEqual({ repository, repositoryUrl }, expected)
      assert.deepEqual(violations, [])
    })
  test('one without an owner is a warning', () => {
    for (const written of ['orders', '/', 'https://github.com/']) {
      const { entity, violations } = read('github', written)
      assert.ok(entity)
      assert.deepEqual(
        violations.map(({ violationType, pointer }) => [violationType, pointer]),
        [['SHOULD', '/info/x-cortex-git/github/repository']],
      )
    }
  })
})
