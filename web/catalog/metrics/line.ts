/** The line of a chart, as an SVG path. Pure. */
import type { MetricPoint } from '../../../contract/catalog/metrics.ts'

export type Size = { readonly width: number; readonly height: number }

/** So that the ends of the line, and a single point, are seen. */
const EDGE = 2

const spanOf = (values: readonly number[]) => {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return { least, most, size: most - least }
}

/** Of the 0th to the last: `from` 0 to 1; the middle where all are equal. */
const shareOf = (value: number, { least, size }: { least: number; size: number }) =>
  size === 0 ? 0.5 : (value - least) / size

/** @param points oldest first; a gap in time is as wide as it was long */
export const lineOf = (points: readonly MetricPoint[], { width, height }: Size): string => {
  const times = spanOf(points.map(({ timestamp }) => Date.parse(timestamp)))
  const values = spanOf(points.map(({ value }) => value))
  return points
    .map(({ timestamp, value }, at) => {
      const x = EDGE + shareOf(Date.parse(timestamp), times) * (width - 2 * EDGE)
      const y = height - EDGE - shareOf(value, values) * (height - 2 * EDGE)
      return `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
    })
    .join('')
}
