/** Versions of descriptors. */
import { pack } from '../../catalog/versions/packed.ts'
import { OF_ENTITY } from './around-entities.ts'
import { NOW } from './values.ts'

const VERSION = '1000000 - i'

/** The newest ones of all are those of the entity that has half of them. */
export const versions = (isPostgres: boolean) => {
  const packed = pack('openapi: 3.0.1\ninfo:\n  title: Service\n').toString('hex')
  const bytes = isPostgres ? `decode('${packed}', 'hex')` : `x'${packed}'`
  return [
    ['descriptor_bases', 'entity_id, version, stored, text', `${OF_ENTITY}, ${VERSION}, 50, ${bytes}`],
    [
      'descriptor_versions',
      'entity_id, version, at, how, actor_type, actor_identifier, actor_email, size, earlier, base, stored',
      `${OF_ENTITY}, ${VERSION}, ${NOW} - i * 60000, 'API', 'OAUTH2', 'person-1@example.com', 'person-1@example.com', 38, 1, ${VERSION}, 0`,
    ],
  ] as const
}
