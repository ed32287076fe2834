/** Custom data that pipelines and scanners report: everything that no person would write in a descriptor. */
import { Random } from './random.ts'
import type { Resource } from './resources.ts'
import type { Service } from './services.ts'

export type Datum = {
  readonly tag: string
  readonly key: string
  readonly value: unknown
  readonly description?: string
}

const FRAMEWORKS: Readonly<Record<string, readonly string[]>> = {
  kotlin: ['ktor 3.2', 'spring-boot 3.5', 'spring-boot 2.7'],
  java: ['spring-boot 3.5', 'spring-boot 2.7', 'quarkus 3.8'],
  go: ['chi 5', 'net/http'],
  typescript: ['fastify 5', 'express 4', 'next 15'],
  javascript: ['express 4'],
  python: ['fastapi 0.115', 'django 4.2'],
  csharp: ['aspnet 8'],
}

function* ofService({ tag, language, tier }: Service, random: Random): Generator<Datum> {
  if (random.chance(85))
    yield {
      tag,
      key: 'test-coverage',
      value: random.between(150, 985) / 10,
      description: 'Percent of lines, from the last build',
    }
  yield { tag, key: 'framework', value: random.pick(FRAMEWORKS[language] ?? ['none']) }
  if (random.chance(90))
    yield {
      tag,
      key: 'vulnerabilities',
      value: { critical: random.chance(8) ? random.between(1, 3) : 0, high: random.below(5), medium: random.below(20) },
    }
  yield { tag, key: 'monthly-cost', value: random.between(20, tier <= 2 ? 9000 : 900) }
  if (tier <= 2) yield { tag, key: 'slo', value: { target: random.pick([99, 99.5, 99.9, 99.95]), window: '30d' } }
  if (random.chance(40))
    yield { tag, key: 'regions', value: random.some(['eu-central', 'eu-west', 'eu-north'], random.between(1, 3)) }
}

export function* dataOf(seed: number, services: readonly Service[], resources: readonly Resource[]): Generator<Datum> {
  const random = new Random(seed, 'custom data')
  for (const service of services) yield* ofService(service, random)
  for (const { tag, type } of resources)
    if (type === 'database')
      yield {
        tag,
        key: 'last-restore-drill',
        value: `2026-${String(random.between(1, 10)).padStart(2, '0')}-${String(random.between(1, 28)).padStart(2, '0')}`,
      }
}
