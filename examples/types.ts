/** The types of entities and relationships that the company has of its own, as the API takes them. */

export const ENTITY_TYPES = [
  {
    type: 'database',
    name: 'Database',
    description: 'Where services store data.',
    iconTag: 'database',
    schema: {
      type: 'object',
      required: ['engine'],
      properties: {
        engine: { type: 'string', enum: ['postgresql', 'mysql', 'mongodb', 'redis'] },
        version: { type: 'string', maxLength: 20 },
        backups: { type: 'string', enum: ['hourly', 'daily', 'none'] },
        'size-gb': { type: 'integer', minimum: 0 },
      },
    },
  },
  {
    type: 'topic',
    name: 'Topic',
    description: 'A stream of messages that services publish and consume.',
    iconTag: 'stream',
    schema: {
      type: 'object',
      required: ['format', 'partitions'],
      properties: {
        format: { type: 'string', enum: ['avro', 'json', 'protobuf'] },
        partitions: { type: 'integer', minimum: 1 },
        'retention-days': { type: 'integer', minimum: 1 },
      },
    },
  },
  {
    type: 'vendor',
    name: 'Vendor',
    description: 'A product or service of another company that we pay for.',
    iconTag: 'briefcase',
    schema: {
      type: 'object',
      required: ['contract-ends'],
      properties: {
        'contract-ends': { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
        'support-hours': { type: 'string', enum: ['24x7', 'business hours'] },
      },
    },
  },
] as const

const only = (...types: string[]) => ({ include: true, types })

export const RELATIONSHIP_TYPES = [
  {
    tag: 'stores-data-in',
    name: 'Stores data in',
    description: 'Which databases a service writes to.',
    definitionLocation: 'SOURCE',
    allowCycles: false,
    sourcesFilter: only('service'),
    destinationsFilter: only('database'),
    sourceLabelPlural: 'Services that store data here',
    destinationLabelPlural: 'Databases',
  },
  {
    tag: 'publishes-to',
    name: 'Publishes to',
    definitionLocation: 'SOURCE',
    allowCycles: false,
    sourcesFilter: only('service'),
    destinationsFilter: only('topic'),
    sourceLabelPlural: 'Publishers',
    destinationLabelPlural: 'Topics it publishes to',
  },
  {
    tag: 'consumes-from',
    name: 'Consumes from',
    definitionLocation: 'SOURCE',
    allowCycles: false,
    sourcesFilter: only('service'),
    destinationsFilter: only('topic'),
    sourceLabelPlural: 'Consumers',
    destinationLabelPlural: 'Topics it consumes from',
  },
  {
    tag: 'is-customer-of',
    name: 'Is a customer of',
    description: 'Kept by Purchasing, with the list of contracts.',
    definitionLocation: 'BOTH',
    allowCycles: false,
    sourcesFilter: only('service'),
    destinationsFilter: only('vendor'),
    sourceLabelPlural: 'Services that use it',
    destinationLabelPlural: 'Vendors',
  },
] as const

/** The type whose relationships come from a list rather than from descriptors. */
export const LISTED_TYPE = 'is-customer-of'
