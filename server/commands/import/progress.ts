/** A progress bar, if the output is a terminal. */

const WIDTH = 30

export const barOf = (done: number, of: number) => {
  const full = of === 0 ? WIDTH : Math.floor((WIDTH * done) / of)
  return `${'#'.repeat(full)}${'-'.repeat(WIDTH - full)} ${done.toLocaleString('en')} of ${of.toLocaleString('en')}`
}

export const progressOf = (of: number) => {
  const { stderr } = process
  if (!stderr.isTTY) return { show: () => {}, end: () => {} }
  const show = (done: number) => void stderr.write(`\r${barOf(done, of)}`)
  show(0)
  return { show, end: () => void stderr.write('\n') }
}
