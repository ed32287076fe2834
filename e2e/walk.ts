/** Walks through pages and tells at once what is wrong with which: what must hold on every page of the app. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { COLORS, findings, layoutOf, sideways } from './axe.ts'
import { settled } from './story.ts'

export const WIDE = { width: 1280, height: 800 }
export const NARROW = { width: 390, height: 780 }

/** Whether the frame belongs around the page. */
export type Frame = 'app' | 'none'

/** How to get to a page: its address is loaded, or followed within the app, which costs a tenth. */
export type Way = (page: Page, path: string) => Promise<unknown>

export const load: Way = (page, path) => page.goto(path)

export const arrive = async (page: Page, path: string, way: Way) => {
  await way(page, path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await settled(page)
  await page.getByText('Loading …').waitFor({ state: 'hidden' })
}

/** What code writes by accident: values that are missing, objects, and constants where a word belongs. */
const ACCIDENTS = [
  /\bundefined\b/,
  /\bNaN\b/,
  /\[object /,
  /\bInvalid Date\b/,
  /\bnull\b/,
  /\b(?!PORTICO_)[A-Z]+_[A-Z_]+\b/,
]

/** What people read as prose: without what is code, and what they typed or wrote themselves. */
const proseOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const prose: string[] = []
    while (texts.nextNode()) {
      const { parentElement: element, textContent } = texts.currentNode
      if (element && !element.closest('.mono, .cm-editor, code, pre, script, style')) prose.push(textContent ?? '')
    }
    return prose.join(' ')
  })

/** The tables that have to be scrolled sideways although the window is wide. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll('section[tabindex="0"]'))
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(table => `the table ${table.getAttribute('aria-label')} is cut off`),
  )

const headingFaults = async (page: Page, heading: string | undefined): Promise<string[]> => {
  const found = await page.getByRole('heading', { level: 1 }).allInnerTexts()
  const [first = ''] = found
  const title = await page.title()
  return [
    ...(found.length === 1 ? [] : [`${found.length} headings of level 1: ${found}`]),
    ...(heading === undefined || first === heading ? [] : [`its heading is ${first}`]),
    ...(title === `${first} · Portico` ? [] : [`its title is ${title}`]),
  ]
}

const frameFaults = async (page: Page, frame: Frame): Promise<string[]> => {
  const menus = await page.getByRole('navigation', { name: /^(Main|Settings)$/ }).count()
  const account = await page.getByRole('button', { name: /account menu/ }).count()
  const expected = frame === 'app' ? 1 : 0
  return menus === expected && account === expected ? [] : [`${menus} menus and ${account} account menus`]
}

const narrowFrameFaults = async (page: Page, frame: Frame): Promise<string[]> => {
  const isThere = await page.getByRole('button', { name: 'Open the menu' }).isVisible()
  return isThere === (frame === 'app') ? [] : ['the button of the menu is missing, or there without a menu']
}

const proseFaults = async (page: Page): Promise<string[]> => {
  const prose = await proseOf(page)
  return ACCIDENTS.flatMap(accident => accident.exec(prose)?.[0] ?? []).map(text => `it says ${text}`)
}

const widthFaults = async (page: Page, width: number) =>
  (await sideways(page)) > 0 ? [`it scrolls sideways at ${width} pixels`] : []

/** What the narrow layout was seen to change so far: axe looks at each change once. */
const seenChanges = new Set<string>()

const isLaidOutAnew = async (page: Page, wide: readonly string[]): Promise<boolean> => {
  const changes = (await layoutOf(page)).filter(line => !wide.includes(line) && !seenChanges.has(line))
  for (const change of changes) seenChanges.add(change)
  return changes.length > 0
}

const look = (page: Page, colorScheme: 'light' | 'dark') => page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })

/** How long ago everything happened: what takes the most room to say. */
const LATER_MS = 59.5 * 60_000

export type Walked = {
  readonly path: string
  readonly heading?: string
  readonly way: Way
}

/** What is wrong with a page on a wide screen, in light. */
export const wideFaults = async (page: Page, place: Walked, frame: Frame) => {
  await page.setViewportSize(WIDE)
  await look(page, 'light')
  await page.clock.setFixedTime(Date.now() + LATER_MS)
  await arrive(page, place.path, place.way)
  return [
    ...(await headingFaults(page, place.heading)),
    ...(await frameFaults(page, frame)),
    ...(await proseFaults(page)),
    ...(await widthFaults(page, WIDE.width)),
    ...(await cutOff(page)),
    ...(await findings(page)),
  ]
}

/** The same, and in dark (its colors), and on a narrow screen (where that lays it out in another way). */
const faultsOf = async (page: Page, place: Walked, frame: Frame): Promise<unknown[]> => {
  const light = await wideFaults(page, place, frame)
  const wide = await layoutOf(page)
  await look(page, 'dark')
  const dark = await findings(page, COLORS)
  await page.setViewportSize(NARROW)
  const narrow = (await isLaidOutAnew(page, wide)) ? await findings(page) : []
  return [
    ...light,
    ...dark.map(finding => ({ in: 'dark', ...finding })),
    ...narrow.map(finding => ({ in: 'narrow', ...finding })),
    ...(await widthFaults(page, NARROW.width)),
    ...(await narrowFrameFaults(page, frame)),
  ]
}

/** Looks at all of them before it fails. */
export const walk = async <P extends { path: string }>(
  places: readonly P[],
  look: (place: P) => Promise<unknown[]>,
) => {
  const wrong: Record<string, unknown> = {}
  for (const place of places) {
    const faults = await look(place).catch(error => [String(error)])
    if (faults.length > 0) wrong[place.path] = faults
  }
  assert.equal(JSON.stringify(wrong, null, 2), '{}')
}

export const walkThrough = (page: Page, places: readonly Walked[], frame: Frame) =>
  walk(places, place => faultsOf(page, place, frame))
