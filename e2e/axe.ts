/** What is wrong with a page for people who do not see it as we do. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export type Finding = { id: string; impact: string; nodes: string[] }

const RUN = `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify(violations
  .filter(({ impact }) => impact === 'serious' || impact === 'critical')
  .map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ target, html }) => target.join(' ') + ' ' + html.slice(0, 160)) }))
))`

const FRAMES = 4

/** Colours in the middle of a transition are nobody's: it is cut short, and what was just opened gets some frames to appear. */
const settle = (page: Page) =>
  page.evaluate(async frames => {
    const still = new CSSStyleSheet()
    still.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important; }')
    document.adoptedStyleSheets = [still]
    for (let frame = 0; frame < frames; frame++) await new Promise(requestAnimationFrame)
  }, FRAMES)

/** What axe finds serious or critical. Its script comes through the debugger: the page's own policy stays as it is. */
export const findings = async (page: Page): Promise<Finding[]> => {
  await settle(page)
  await page.evaluate(AXE)
  const found: string = await page.evaluate(RUN)
  return JSON.parse(found)
}

/** How many pixels the page is wider than the window. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
