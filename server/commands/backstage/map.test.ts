import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse, parseAllDocuments } from 'yaml'
import { describe } from '../../catalog/entities/descriptor.ts'
import { type BackstageEntity, entityOf, type Place } from './entity.ts'
import { mapCatalog } from './map.ts'

const entitiesIn = (text: string): BackstageEntity[] =>
  parseAllDocuments(text).map((document, at) => {
    const place: Place = { file: 'catalog-info.yaml', line: at + 1 }
    const entity = entityOf(document.toJS(), place)
    if ('fault' in entity) throw new Error(entity.fault)
    return entity
  })

const mapped = (text: string) => {
  const { descriptors, unmapped } = mapCatalog(entitiesIn(text))
  for (const { text: descriptor } of descriptors) {
    const { entity, violations } = describe(descriptor)
    assert.ok(entity, JSON.stringify(violations))
    assert.deepEqual(violations, [])
  }
  const infos = Object.fromEntries(descriptors.map(({ tag, text: descriptor }) => [tag, parse(descriptor).info]))
  return { infos, unmapped: unmapped.map(({ what }) => what), descriptors }
}

const ORDERS = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: orders
  title: Orders
  description: Takes orders and keeps them
  labels:
    example.com/cost-center: "0815"
  annotations:
    github.com/project-slug: acme/orders
    backstage.io/source-location: url:https://github.com/acme/mono/tree/main/services/orders/
    backstage.io/managed-by-location: url:https://github.com/acme/orders
    backstage.io/techdocs-ref: dir:.
    pagerduty.com/service-id: PABC123
    pagerduty.com/integration-key: not-a-real-key
    opsgenie.com/team: fulfilment
    sonarqube.org/project-key: cloud/acme_orders
    jira/project-key: ORD
  tags: [java, tier-1]
  links:
    - url: https://dashboards.example.com/orders
      title: Dashboard
      icon: dashboard
spec:
  type: service
  lifecycle: production
  owner: group:default/fulfilment
  system: shop
  subcomponentOf: shop-backend
  providesApis: [orders-api]
  consumesApis: [component:default/payments, payments-api]
  dependsOn: [resource:orders-db, component:ledger]
`

test('a component keeps its repository, on-call, links, groups, owner, parents and dependencies', () => {
  const { infos, unmapped } = mapped(ORDERS)
  assert.deepEqual(infos.orders, {
    title: 'Orders',
    description: 'Takes orders and keeps them',
    'x-cortex-tag': 'orders',
    'x-cortex-type': 'service',
    'x-cortex-groups': ['java', 'tier-1'],
    'x-cortex-owners': [{ type: 'GROUP', name: 'fulfilment', provider: 'CORTEX' }],
    'x-cortex-parents': [{ tag: 'shop' }, { tag: 'shop-backend' }],
    'x-cortex-dependency': [{ tag: 'orders-db' }, { tag: 'ledger' }, { tag: 'payments' }, { tag: 'payments-api' }],
    'x-cortex-link': [{ name: 'Dashboard', type: 'dashboard', url: 'https://dashboards.example.com/orders' }],
    'x-cortex-custom-metadata': {
      'example.com/cost-center': '0815',
      'backstage-kind': 'Component',
      'backstage-type': 'service',
      lifecycle: 'production',
    },
    'x-cortex-git': { github: { repository: 'acme/orders' } },
    'x-cortex-oncall': {
      pagerduty: { id: 'PABC123', type: 'SERVICE' },
      opsgenie: { id: 'fulfilment_schedule', type: 'SCHEDULE' },
    },
    'x-cortex-static-analysis': { sonarqube: { project: 'acme_orders' } },
    'x-cortex-issues': { jira: { projects: ['ORD'] } },
  })
  assert.deepEqual(unmapped.toSorted(), [
    "Component spec.providesApis of an entity that isn't in the folder",
    'annotation backstage.io/techdocs-ref',
    'annotation pagerduty.com/integration-key',
  ])
})

test('groups and users become teams with members, and an owner that is a user is named by email', () => {
  const { infos, unmapped } = mapped(`apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: fulfilment, description: Ships things}
spec:
  type: team
  profile: {displayName: Fulfilment, email: fulfilment@example.com}
  parent: engineering
  children: [fulfilment-eu]
  members: [ada, stranger]
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: ada}
spec: {profile: {displayName: Ada L., email: ada@example.com}, memberOf: [fulfilment]}
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: bob}
spec: {memberOf: [group:default/Fulfilment]}
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: eve}
spec: {memberOf: []}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: tool}
spec: {type: website, lifecycle: experimental, owner: user:default/ada}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: other}
spec: {type: team, owner: user:bob}
`)
  assert.equal(infos.fulfilment.title, 'Fulfilment')
  assert.equal(infos.fulfilment['x-cortex-type'], 'team')
  assert.deepEqual(infos.fulfilment['x-cortex-team'], {
    members: [{ name: 'Ada L.', email: 'ada@example.com' }, { name: 'stranger' }, { name: 'bob' }],
  })
  assert.deepEqual(infos.fulfilment['x-cortex-parents'], [{ tag: 'engineering' }])
  assert.deepEqual(infos.fulfilment['x-cortex-children'], [{ tag: 'fulfilment-eu' }])
  assert.deepEqual(infos.tool['x-cortex-owners'], [{ type: 'EMAIL', email: 'ada@example.com' }])
  assert.equal(infos.tool['x-cortex-type'], 'website')
  assert.deepEqual(infos.tool['x-cortex-definition'], {})
  assert.equal(infos.other['x-cortex-type'], 'component')
  assert.deepEqual(unmapped.toSorted(), ['User without a group', 'owner that is a user without an email'])
})

test('systems and domains are domains, and what others say of an API or a resource is kept at it', () => {
  const { infos } = mapped(`apiVersion: backstage.io/v1alpha1
kind: Domain
metadata: {name: commerce}
spec: {owner: heads, subdomainOf: company}
---
apiVersion: backstage.io/v1alpha1
kind: System
metadata: {name: shop}
spec: {owner: heads, domain: commerce}
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: orders-api}
spec: {type: openapi, lifecycle: production, owner: heads, system: shop, definition: "openapi: 3.0.0"}
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: {name: orders-db}
spec: {type: database, owner: heads, dependencyOf: [component:orders]}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: orders}
spec: {type: service, owner: heads, providesApis: [ORDERS-API]}
`)
  assert.deepEqual(infos.commerce['x-cortex-parents'], [{ tag: 'company' }])
  assert.deepEqual(infos.shop['x-cortex-parents'], [{ tag: 'commerce' }])
  assert.equal(infos.shop['x-cortex-type'], 'domain')
  assert.equal(infos['orders-api']['x-cortex-type'], 'api')
  assert.deepEqual(infos['orders-api']['x-cortex-dependency'], [{ tag: 'orders' }])
  assert.deepEqual(infos.orders['x-cortex-dependency'], [{ tag: 'orders-db' }])
})

test('names that several kinds or namespaces share become different tags, and references follow them', () => {
  const { infos } = mapped(`apiVersion: backstage.io/v1alpha1
kind: System
metadata: {name: orders}
spec: {owner: a}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: Orders}
spec: {type: service, owner: a, system: orders}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: orders, namespace: eu}
spec: {type: service, owner: a, dependsOn: [component:default/orders, 'component:x:y']}
`)
  assert.deepEqual(Object.keys(infos).toSorted(), ['Orders', 'eu.orders', 'orders-system'])
  assert.deepEqual(infos.Orders['x-cortex-parents'], [{ tag: 'orders-system' }])
  assert.deepEqual(infos['eu.orders']['x-cortex-dependency'], [{ tag: 'Orders' }])
})

test('source locations of the usual hosts name the repository and the folder in it', () => {
  const at = (location: string) =>
    mapped(`apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: one, annotations: {backstage.io/source-location: '${location}'}}
spec: {type: service, owner: a}
`).infos.one['x-cortex-git']
  assert.deepEqual(at('url:https://github.com/acme/mono/tree/main/a/b/'), {
    github: { repository: 'acme/mono', basepath: 'a/b' },
  })
  assert.deepEqual(at('url:https://gitlab.com/acme/group/mono/-/tree/main'), {
    gitlab: { repository: 'acme/group/mono' },
  })
  assert.deepEqual(at('url:https://github.com/acme/mono.git'), { github: { repository: 'acme/mono' } })
  assert.equal(at('file:/tmp/x'), undefined)
  assert.equal(at('url:https://git.example.com/a/b'), undefined)
})

test('kinds and fields that nothing stands for are reported with their place, never with their values', () => {
  const { unmapped, descriptors } = mapped(`apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: {name: new-service}
spec: {owner: a}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: one, annotations: {example.com/secret: hunter2}}
spec: {type: service, owner: a, extra: hunter2}
`)
  assert.deepEqual(unmapped.toSorted(), ['Component spec.extra', 'annotation example.com/secret', 'kind Template'])
  assert.doesNotMatch(JSON.stringify([unmapped, descriptors]), /hunter2/)
})

test('the same entities make the same texts, and values of the wrong kind are left out', () => {
  assert.deepEqual(mapCatalog(entitiesIn(ORDERS)), mapCatalog(entitiesIn(ORDERS)))
  mapped(`apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: odd, title: 12, description: true, tags: java, links: {a: b}, labels: [a], annotations: {jira/project-key: 5, github.com/project-slug: [a]}}
spec: {type: [a], owner: {a: b}, dependsOn: component:x, system: 3}
`)
})

test('what has no name, or one that Backstage does not allow, is no entity', () => {
  const place = { file: 'a.yaml', line: 1 }
  for (const document of [
    undefined,
    'text',
    {},
    { kind: 'Component' },
    { kind: 'Component', metadata: { name: 'a b' } },
  ])
    assert.ok('fault' in entityOf(document, place), JSON.stringify(document))
})
