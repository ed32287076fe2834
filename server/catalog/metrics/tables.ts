export type MetricPoints = {
  id: string
  entity_id: string
  /** Of the metric: any text. */
  key: string
  at: number
  value: number
  reported_at: number
}

declare module '../../core/db/tables.ts' {
  interface Tables {
    metric_points: MetricPoints
  }
}
