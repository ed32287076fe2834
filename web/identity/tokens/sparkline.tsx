import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import classes from './sparkline.module.css'

const HEIGHT = 18
const [BAR, STEP] = [2, 3]

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

const wordsOf = (calls: number, refused: number) =>
  `${plural(calls, 'call')} in 30 days${refused > 0 ? `, ${refused} refused` : ''}`

const heightOf = (calls: number, most: number) => (calls === 0 ? 1 : Math.max(2, (calls / most) * HEIGHT))

/** The calls of the last 30 days as small bars, and in words for people who cannot see them. */
export const Sparkline = ({ token: { recent } }: { token: PersonalToken }) => {
  if (!recent) return null
  const total = recent.calls.reduce((sum, calls) => sum + calls, 0)
  if (total === 0) return <span className={classes.none}>None</span>
  const most = Math.max(...recent.calls)
  const words = wordsOf(total, recent.refused)
  return (
    <svg
      className={classes.line}
      role="img"
      aria-label={words}
      data-refused={recent.refused > 0 || undefined}
      width={recent.calls.length * STEP}
      height={HEIGHT}
    >
      <title>{words}</title>
      <path
        d={recent.calls.map((calls, day) => `M${day * STEP + BAR / 2} ${HEIGHT}v${-heightOf(calls, most)}`).join('')}
      />
    </svg>
  )
}
