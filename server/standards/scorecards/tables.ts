import type { Flag } from '../../core/db/tables.ts'

export type Scorecards = {
  id: string
  tag: string
  name: string
  description: string | null
  is_draft: Flag
  document: string
  created_at: number
  updated_at: number
  sample: Flag
  version: number
}

declare module '../../core/db/tables.ts' {
  interface Tables {
    scorecards: Scorecards
    scorecard_sources: Sources
    scorecard_texts: Texts
  }
}
