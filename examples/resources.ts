/** What services use: databases and topics, and products of other companies. Their types are the company's own. */

import { Random } from './random.ts'
import type { Kind, Service } from './services.ts'

export type Resource = {
  readonly tag: string
  readonly type: 'database' | 'topic'
  readonly name: string
  readonly words: string
  /** The service that it belongs to. */
  readonly service: Service
}

export type Vendor = { readonly tag: string; readonly name: string; readonly does: string }

/** What a service is related to, by the type of the relationship. */
export type Uses = {
  readonly stores: readonly string[]
  readonly publishes: readonly string[]
  readonly consumes: readonly string[]
}

export type Resources = {
  readonly resources: readonly Resource[]
  readonly vendors: readonly Vendor[]
  readonly usesOf: (service: Service) => Uses
  /** Services and the vendors that they are customers of. */
  readonly bought: readonly { readonly service: string; readonly vendor: string }[]
}

const VENDOR_KINDS = [
  ['Card processing', 'Processes card payments'],
  ['Parcel carrier', 'Delivers parcels in the country'],
  ['Freight carrier', 'Delivers pallets'],
  ['Mail delivery', 'Delivers mail to customers'],
  ['Text messages', 'Delivers text messages'],
  ['Address validation', 'Checks and completes addresses'],
  ['Tax calculation', 'Knows the rates of all countries'],
  ['Fraud scoring', 'Scores orders before they are paid'],
  ['Product data pool', 'Sends master data of brands'],
  ['Weather forecasts', 'Sends forecasts by region'],
  ['Translation', 'Translates product texts'],
  ['Observability', 'Stores traces and metrics'],
] as const

const VENDOR_NAMES = ['Northgate', 'Lumenfold', 'Parcelbrook', 'Tallyworks', 'Fernwire', 'Brightquay']

const vendorsOf = (count: number): Vendor[] =>
  Array.from({ length: count }, (_, index) => {
    const [kind, does] = VENDOR_KINDS[index % VENDOR_KINDS.length] ?? VENDOR_KINDS[0]
    const round = Math.floor(index / VENDOR_KINDS.length)
    const maker = VENDOR_NAMES[(index + round) % VENDOR_NAMES.length] ?? ''
    const again = Math.floor(round / VENDOR_NAMES.length)
    const name = `${maker} ${kind.toLowerCase()}${again === 0 ? '' : ` ${again + 1}`}`
    return { tag: `vendor-${name.toLowerCase().replaceAll(' ', '-')}`, name, does }
  })

const keyOf = ({ subject: [name], domain }: Service) => `${domain.tag} ${name}`

const resourceOf = (type: Resource['type'], service: Service): Resource => {
  const suffix = service.tag.slice(`${service.subject[0]}-${service.kind}`.length)
  const words = service.name.slice(0, service.subject[0].length)
  const label = service.name.slice(words.length).replace(/^ \S+/, '')
  return type === 'database'
    ? {
        tag: `${service.subject[0]}-db${suffix}`,
        type,
        name: `${words} database${label}`,
        words: service.subject[1],
        service,
      }
    : {
        tag: `${service.subject[0]}-events${suffix}`,
        type,
        name: `${words} events${label}`,
        words: service.subject[1],
        service,
      }
}

const WRITERS: readonly Kind[] = ['api', 'importer']
const READERS: readonly Kind[] = ['worker', 'sync', 'exporter']

export const resourcesOf = (
  seed: number,
  services: readonly Service[],
  size: { databases: number; topics: number; vendors: number },
): Resources => {
  const random = new Random(seed, 'resources')
  const apis = services.filter(({ kind }) => kind === 'api')
  const databases = random
    .shuffled(apis)
    .slice(0, size.databases)
    .map(service => resourceOf('database', service))
  const topics = random
    .shuffled(apis)
    .slice(0, size.topics)
    .map(service => resourceOf('topic', service))
  const [stores, sends] = [databases, topics].map(list => new Map(list.map(one => [keyOf(one.service), one.tag])))
  const tags = topics.map(({ tag }) => tag)
  const consumed = new Map(
    services.map(({ tag, kind }) => [
      tag,
      READERS.includes(kind) && tags.length > 0 ? random.some(tags, random.between(0, 2)) : [],
    ]),
  )
  const vendors = vendorsOf(size.vendors)
  const usesOf = (service: Service): Uses => {
    const [store, topic] = [stores?.get(keyOf(service)), sends?.get(keyOf(service))]
    return {
      stores: store === undefined ? [] : [store],
      publishes: topic !== undefined && WRITERS.includes(service.kind) ? [topic] : [],
      consumes: (consumed.get(service.tag) ?? []).filter(tag => tag !== topic),
    }
  }
  const bought = services
    .filter(({ kind }) => kind === 'gateway')
    .flatMap(({ tag }) => (vendors.length === 0 ? [] : [{ service: tag, vendor: random.pick(vendors).tag }]))
  return { resources: [...databases, ...topics], vendors, usesOf, bought }
}
