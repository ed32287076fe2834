import type { DeployType } from '../../../contract/catalog/deploys.ts'

export type Deploys = {
  /** In the order of reporting. */
  uuid: string
  entity_id: string
  /** When it happened, as it was reported. */
  at: number
  type: DeployType
  title: string
  sha: string | null
  environment: string | null
  url: string | null
  deployer_name: string | null
  deployer_email: string | null
  /** JSON, as it was sent. */
  custom_data: string | null
  reported_at: number
}

declare module '../../core/db/tables.ts' {
  interface Tables {
    deploys: Deploys
  }
}
