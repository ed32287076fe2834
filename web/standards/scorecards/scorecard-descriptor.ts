/** How a Scorecard's descriptor is read, checked and saved. */
import type { Violation } from '../../../contract/catalog/entities.ts'
import { getScorecard, getScorecardDescriptor, upsertScorecard } from '../../../contract/standards/scorecards.ts'
import { ApiError } from '../../core/api/api-error.ts'
import { call } from '../../core/api/client.ts'
import type { DescriptorSource, Stored } from '../../core/editor/descriptor.ts'

/** The version is read first: should the text change in between, saving is refused and nothing is overwritten. */
const readStored = async (tag: string): Promise<Stored> => {
  const { scorecard } = await call(getScorecard, { params: { tag }, query: {} })
  const text = await call(getScorecardDescriptor, { params: { tag } })
  return { text, version: scorecard.version }
}

export const storedScorecard = (tag: string): DescriptorSource & { load: () => Promise<Stored> } => ({
  key: `Scorecard ${tag}`,
  check: async (text, signal) => {
    const { violations = [] } = await call(upsertScorecard, { body: text, query: { dryRun: true }, signal })
    return violations
  },
  save: async (text, version) => {
    const { scorecard } = await call(upsertScorecard, { body: text, query: {}, version })
    return scorecard.tag
  },
  load: () => readStored(tag),
})

const tagTaken = (tag: string): Violation => ({
  title: 'Tag exists',
  description: `There is a Scorecard with the tag ${tag} already. Choose another tag, or edit that one.`,
  violationType: 'MUST',
  paths: [],
  pointer: '/tag',
})

/** The server replaces a Scorecard of the same tag; someone who adds a new one does not mean that. */
const checkNew = async (text: string, signal?: AbortSignal): Promise<Violation[]> => {
  const { scorecard, violations = [] } = await call(upsertScorecard, { body: text, query: { dryRun: true }, signal })
  // One that would be new has no version yet.
  return scorecard.version > 0 ? [tagTaken(scorecard.tag), ...violations] : violations
}

export const newScorecard: DescriptorSource = {
  key: 'new Scorecard',
  check: checkNew,
  save: async text => {
    const violations = await checkNew(text)
    if (violations.some(({ violationType }) => violationType === 'MUST'))
      throw new ApiError({ status: 400, message: 'Bad Request', violations })
    const { scorecard } = await call(upsertScorecard, { body: text, query: {} })
    return scorecard.tag
  },
}

export const SCORECARD_TEMPLATE = `tag: my-scorecard
name: My Scorecard
description: What it measures, in a sentence.
draft: true
ladder:
  levels:
    - name: Bronze
      rank: 1
      color: '#a9713c'
    - name: Silver
      rank: 2
      color: '#8c939b'
filter:
  kind: GENERIC
  types:
    include:
      - service
rules:
  - title: Has an owner
    expression: ownership.allOwners().length > 0
    weight: 1
    level: Bronze
    failureMessage: Name owners under x-cortex-owners.
  - title: Its code can be found
    expression: git != null
    weight: 1
    level: Silver
    failureMessage: Name the repository under x-cortex-git.
`
