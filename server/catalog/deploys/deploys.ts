import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { addDeploy, Deploy, deleteDeploysOfEntity } from '../../../contract/catalog/deploys.ts'
import type { BodyOf, QueryOf } from '../../../contract/core/operation.ts'
import type { Kind } from '../../core/changes/writes.ts'
import type { Db } from '../../core/db/database.ts'
import { iso, requiredInstant } from '../../core/problems/instant.ts'
import { notFound } from '../../core/problems/problems.ts'
import type { EntityRow } from '../entities/entities.ts'
import { customDataOf, withText } from '../reported/reported.ts'
import type { Deploys } from './tables.ts'

export type Row = Selectable<Deploys>

type Sent = BodyOf<typeof addDeploy>
type Of = Pick<EntityRow, 'id' | 'tag'>

/** What a client says of a deploy. @throws Problem 400 */
export const contentOf = ({ deployer, customData, timestamp, type, title, ...words }: Sent) => ({
  at: requiredInstant('timestamp', timestamp),
  type,
  title,
  sha: words.sha ?? null,
  environment: words.environment ?? null,
  url: words.url ?? null,
  deployer_name: deployer?.name ?? null,
  deployer_email: deployer?.email ?? null,
  custom_data: customDataOf(customData),
})

/** The audit log finds a deploy by its uuid, and shows of which entity it is. */
export const deployOf = (entity: Of): Kind<Row> => ({
  type: 'DEPLOY',
  idOf: ({ uuid }) => uuid,
  facts: ({ title, type, at, sha, environment, url, deployer_name, deployer_email, custom_data }) => ({
    entity: entity.tag,
    title,
    type,
    timestamp: iso(at),
    sha,
    environment,
    url,
    deployerName: deployer_name,
    deployerEmail: deployer_email,
    customData: custom_data,
  }),
  isLong: true,
})

export const insertDeploy = (db: Db, row: Row) => db.insertInto('deploys').values(row).execute()

/** @throws Problem 404, also for a deploy of another entity */
export const findDeploy = async (db: Db, entity: Of, uuid: string): Promise<Row> => {
  const row = await db
    .selectFrom('deploys')
    .selectAll()
    .where('uuid', '=', uuid.toLowerCase())
    .where('entity_id', '=', entity.id)
    .executeTakeFirst()
  if (!row) throw notFound(`${entity.tag} has no deploy ${uuid}.`)
  return row
}

export const replaceDeploy = (db: Db, { uuid, ...row }: Row) =>
  db.updateTable('deploys').set(row).where('uuid', '=', uuid).execute()

export const removeDeploy = (db: Db, { uuid }: Row) => db.deleteFrom('deploys').where('uuid', '=', uuid).execute()

type Filters = Pick<QueryOf<typeof deleteDeploysOfEntity>, 'sha' | 'environment' | 'type'>

export const filtersIn = ({ sha, environment, type }: Filters) =>
  Object.entries({ sha, environment, type }).filter(([, value]) => value !== undefined)

/** Of one entity, or of all. */
export const selected = (filters: Filters, entity?: Of): RawBuilder<SqlBool> => {
  const conditions = [
    ...(entity ? [sql<SqlBool>`entity_id = ${entity.id}`] : []),
    ...filtersIn(filters).map(([name, value]) => sql<SqlBool>`${sql.ref(name)} = ${value}`),
  ]
  return conditions.length === 0 ? sql<SqlBool>`1 = 1` : sql<SqlBool>`${sql.join(conditions, sql` and `)}`
}

const HEX_OF_A_NUMBER = 13

/** Clients expect a number for an entity: as much of its identifier as a number can hold exactly. */
const serviceIdOf = (entityId: string) => Number.parseInt(entityId.slice(2, 2 + HEX_OF_A_NUMBER), 16)

const present = (row: Row): Deploy => {
  const [name, email] = [row.deployer_name ?? undefined, row.deployer_email ?? undefined]
  return {
    uuid: row.uuid,
    serviceId: serviceIdOf(row.entity_id),
    title: row.title,
    type: row.type,
    timestamp: iso(row.at),
    ...(row.sha === null ? {} : { sha: row.sha }),
    ...(row.environment === null ? {} : { environment: row.environment }),
    ...(row.url === null ? {} : { url: row.url }),
    ...(name === undefined && email === undefined
      ? {}
      : { deployer: { ...(name !== undefined && { name }), ...(email !== undefined && { email }) } }),
    ...(name === undefined ? {} : { deployerName: name }),
    ...(email === undefined ? {} : { deployerEmail: email }),
  }
}

/** As JSON. */
export const deployText = (row: Row): string => withText(present(row), 'customData', row.custom_data)
