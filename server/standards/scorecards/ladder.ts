/** The ladder: levels that entities climb, rank 1 being the lowest. */
import type { Fields } from '../../catalog/descriptors/fields.ts'
import type { Level } from './document.ts'
import { hintAtUnknown } from './unknown.ts'

const MOST_LEVELS = 100
const COLOR = /^#?(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i

/** Lowest first; undefined without a ladder, or with one that has no levels. */
export const readLadder = (root: Fields): Level[] | undefined => {
  const ladder = root.fields('ladder')
  if (!ladder) return undefined
  ladder.text('name')
  hintAtUnknown(ladder, ['name', 'levels'])
  const [names, ranks] = [new Set<string>(), new Set<number>()]
  const levels = ladder.maps('levels', { most: MOST_LEVELS }).flatMap(fields => {
    const level = readLevel(fields)
    if (!level) return []
    if (names.has(level.name)) fields.fault('name', 'Not unique', `Two levels have the name ${level.name}.`)
    if (ranks.has(level.number)) fields.fault('rank', 'Not unique', `Two levels have the rank ${level.number}.`)
    names.add(level.name)
    ranks.add(level.number)
    return [level]
  })
  return levels.length > 0 ? levels.sort((a, b) => a.number - b.number) : undefined
}

const readLevel = (fields: Fields): Level | undefined => {
  const name = fields.text('name', { required: true })?.trim()
  const number = fields.number('rank', { required: true, integer: true, min: 1, max: 1000 })
  const description = fields.text('description', { max: 2000, multiline: true })
  const color = readColor(fields)
  hintAtUnknown(fields, ['name', 'rank', 'description', 'color'])
  return name === undefined || number === undefined ? undefined : { name, number, color, description }
}

/** Written with or without `#`, answered with it. Nothing else gets through, for a page uses it as it is. */
const readColor = (fields: Fields): string | undefined => {
  const must = 'must be a color such as #c0c0c0; it is ignored'
  const color = fields.weighing('SHOULD').text('color', { pattern: COLOR, must })
  return color === undefined ? undefined : `#${color.replace('#', '')}`
}
