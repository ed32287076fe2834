/** The sample catalog: a small shop that does not exist, told in real descriptors, and one person of each default role. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { DEFAULT_ROLE_NAMES, DEFAULT_ROLES, type DefaultRole } from '../../contract/core/permissions.ts'
import type { Violation } from '../catalog/descriptors/violations.ts'
import { describe as describeEntity } from '../catalog/entities/descriptor.ts'
import type { Entity } from '../catalog/entities/document.ts'
import { describe as describeScorecard } from '../standards/scorecards/descriptor.ts'
import type { Scorecard } from '../standards/scorecards/document.ts'

const FOLDER = join(import.meta.dirname, 'content')

export type SamplePerson = { readonly role: DefaultRole; readonly name: string; readonly email: string }

export type SampleContent = {
  readonly entities: readonly { readonly entity: Entity; readonly source: string }[]
  readonly scorecards: readonly { readonly scorecard: Scorecard; readonly source: string }[]
  readonly people: readonly SamplePerson[]
}

/** Mail to example.com reaches nobody. */
const PEOPLE: readonly SamplePerson[] = DEFAULT_ROLES.map(role => ({
  role,
  name: `Sample ${DEFAULT_ROLE_NAMES[role]}`,
  email: `${role.toLowerCase()}@sample.example.com`,
}))

const unusable = (file: string, violations: readonly Violation[]) =>
  new Error(`the sample ${file} cannot be used: ${violations.map(({ description }) => description).join(' ')}`)

const asEntity = (file: string, source: string) => {
  const { entity, violations } = describeEntity(source)
  if (!entity) throw unusable(file, violations)
  return { entity, source }
}

const asScorecard = (file: string, source: string) => {
  const { scorecard, violations } = describeScorecard(source)
  if (!scorecard) throw unusable(file, violations)
  return { scorecard, source }
}

/** One after the other: parsing all of them in one turn would keep other requests waiting. */
const inTurns = async <F, T>(files: readonly F[], read: (file: F) => T): Promise<T[]> => {
  const all: T[] = []
  for (const file of files) {
    all.push(read(file))
    await nextTurn()
  }
  return all
}

/** Reads the files; those that begin with `scorecard-` are Scorecards. */
export const readSamples = async (): Promise<SampleContent> => {
  const names = (await readdir(FOLDER)).filter(name => name.endsWith('.yaml')).sort()
  const files = await Promise.all(
    names.map(async name => ({ name, source: await readFile(join(FOLDER, name), 'utf8') })),
  )
  const isScorecard = ({ name }: { name: string }) => name.startsWith('scorecard-')
  return {
    entities: await inTurns(
      files.filter(file => !isScorecard(file)),
      ({ name, source }) => asEntity(name, source),
    ),
    scorecards: await inTurns(files.filter(isScorecard), ({ name, source }) => asScorecard(name, source)),
    people: PEOPLE,
  }
}
