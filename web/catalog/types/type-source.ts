/** How an entity type is read, checked and saved as text. */
import type { Violation } from '../../../contract/catalog/entities.ts'
import {
  createEntityType,
  getEntityType,
  type UnfitEntities,
  updateEntityType,
} from '../../../contract/catalog/types.ts'
import { ApiError } from '../../core/api/api-error.ts'
import { call } from '../../core/api/client.ts'
import type { DescriptorSource, Stored } from '../../core/editor/descriptor.ts'
import { readType, type TypeText, textOf } from './type-text.ts'

type Body = NonNullable<TypeText['body']>
type Answer = { warnings?: Violation[] }

const refused = (violations: Violation[]) => new ApiError({ status: 400, message: 'Bad Request', violations })

/** What the server blames a field for is a fault at that field. */
const atField = ({ field, details, message }: ApiError): Violation[] => {
  if (field === undefined) return []
  const pointer = `/${field}`
  const description = (details ?? message).replace(`${field}: `, `${field} `)
  return [{ title: 'Not allowed', description, violationType: 'MUST', paths: [pointer], pointer }]
}

/** Sends what the text says; faults have the lines of the text. @throws ApiError */
const sent = async (text: string, send: (body: Body) => Promise<Answer>): Promise<Violation[]> => {
  const { body, violations, placed } = readType(text)
  if (!body) throw refused(violations)
  try {
    return placed((await send(body)).warnings ?? [])
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 400) throw error
    const said = error.violations.length > 0 ? error.violations : atField(error)
    throw said.length > 0 ? refused(placed(said)) : error
  }
}

export const newType: DescriptorSource = {
  key: 'new entity type',
  check: (text, signal) => sent(text, body => call(createEntityType, { body, query: { dryRun: true }, signal })),
  save: async text => {
    await sent(text, body => call(createEntityType, { body }))
    return readType(text).body?.type
  },
}

const readStored = async (type: string): Promise<Stored> => {
  const { version, ...stored } = await call(getEntityType, { params: { type } })
  return { text: textOf(stored), version }
}

/** The type stays: entities have it. */
const keepingType = (type: string, { type: written, ...body }: Body) => {
  if (written.toLowerCase() !== type.toLowerCase())
    throw new ApiError({
      status: 400,
      message: 'Bad Request',
      field: 'type',
      details: `type: must stay ${type}. Add another type for another name.`,
    })
  return { ...body, description: body.description ?? null, iconTag: body.iconTag ?? null }
}

export type Unfit = Pick<UnfitEntities, 'count' | 'entities'>

const unfitIn = (error: unknown): Unfit | undefined => {
  const body = error instanceof ApiError && error.status === 409 ? error.body : undefined
  return typeof Object(body).count === 'number' ? Object(body) : undefined
}

/** @param mayMark asks the person whether entities that do not satisfy the schema are marked */
export const storedType = (
  type: string,
  mayMark: (unfit: Unfit) => Promise<boolean>,
): DescriptorSource & { load: () => Promise<Stored> } => {
  const params = { type }
  return {
    key: `entity type ${type}`,
    check: (text, signal) =>
      sent(text, async body =>
        call(updateEntityType, { params, body: keepingType(type, body), query: { dryRun: true }, signal }),
      ),
    save: async (text, version) => {
      const put = (force: boolean) =>
        sent(text, async body =>
          call(updateEntityType, { params, body: keepingType(type, body), query: { force }, version }),
        )
      try {
        await put(false)
      } catch (error) {
        const unfit = unfitIn(error)
        if (!unfit) throw error
        if (!(await mayMark(unfit))) throw new ApiError({ status: 400, message: 'Nothing was changed' })
        await put(true)
      }
      return type
    },
    load: () => readStored(type),
  }
}
