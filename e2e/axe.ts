/** What is wrong with a page for people who do not see it as we do. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export type Finding = { id: string; impact: string; nodes: string[] }

/** The rules for what changes with the color scheme alone. */
export const COLORS = ['color-contrast', 'link-in-text-block']

/** What floats above the page while it is open is in no landmark, and need not be. */
const FLOATING = '[role=menu], [role=listbox], [role=tooltip]'

const runOf = (rules: readonly string[] | undefined) => `axe.run({
  resultTypes: ['violations'],
  ...(${JSON.stringify(rules ?? null)} && { runOnly: ${JSON.stringify(rules ?? null)} }),
}).then(({ violations }) => JSON.stringify(violations
  .map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes
    .filter(({ target }) => id !== 'region' || !document.querySelector(target[0])?.closest('${FLOATING}'))
    .map(({ target, html }) => target.join(' ') + ' ' + html.slice(0, 160)) }))
  .filter(({ nodes }) => nodes.length > 0)
))`

/** An app page that has everything it asked for, one that waits for an answer to a dialog, and the documentation, which is no app. */
const ARRIVED = 'html[data-settled], [role=dialog], body:not(:has(#root))'

const FRAMES = 4

/** Colours in the middle of a transition are nobody's: it is cut short, and what was just opened gets some frames to appear. */
const settle = (page: Page) =>
  page.evaluate(async frames => {
    const still = new CSSStyleSheet()
    still.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important; }')
    document.adoptedStyleSheets = [still]
    for (let frame = 0; frame < frames; frame++) await new Promise(requestAnimationFrame)
  }, FRAMES)

/**
 * What axe finds, whatever its impact, once the page has arrived: one that is on its way has no heading yet. Its script comes through
 * the debugger, once for as long as the document lives: the page's own policy stays as it is.
 */
export const findings = async (page: Page, rules?: readonly string[]): Promise<Finding[]> => {
  await page.locator(ARRIVED).first().waitFor({ state: 'attached' })
  await settle(page)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  const found: string = await page.evaluate(runOf(rules))
  return JSON.parse(found)
}

/** How the page is laid out: which kinds of elements it has, and how each is displayed. */
export const layoutOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const lines = Array.from(document.body.querySelectorAll('*'), element => {
      const { display, flexDirection, position } = getComputedStyle(element)
      return `${element.tagName} ${element.getAttribute('class')} ${display} ${flexDirection} ${position}`
    })
    return Array.from(new Set(lines))
  })

/** How many pixels the page is wider than the window. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
