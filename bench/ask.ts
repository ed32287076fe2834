/** `npm run bench -- ask`: how often the documentation finds the section that answers, and what an answer costs. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { parse } from 'yaml'
import { answerAsMarkdown } from '../server/docs/answers.ts'
import { answererOf } from '../server/docs/ask.ts'
import { openLibrary } from '../server/docs/library.ts'
import { searchIn } from '../server/docs/search.ts'
import { median } from './load.ts'

const BASE = 'http://localhost:4000'
const ROUNDS = 5

const Questions = Type.Array(Type.Object({ ask: Type.String(), section: Type.String() }))

export type Asked = { readonly ask: string; readonly section: string; readonly place: number }

/** Each committed question with the place of its section among the excerpts; 0 is first, -1 not there. Answers each `rounds` times. */
export const askAll = ({ rounds = 0 } = {}): { asked: Asked[]; cpuMillis: number[]; loadMillis: number } => {
  const file = join(import.meta.dirname, '../docs/questions.yaml')
  const questions = Value.Parse(Questions, parse(readFileSync(file, 'utf8')))
  const start = performance.now()
  const search = searchIn(openLibrary({ base: BASE, operations: '' }))
  const answer = answererOf(search)
  const loadMillis = performance.now() - start
  const cpuMillis: number[] = []
  const asked = questions.map(({ ask, section }) => {
    const places = search.rank({ question: ask }).map(({ passage }) => passage.address)
    for (let round = 0; round < rounds; round++) {
      const before = process.cpuUsage()
      answerAsMarkdown(answer({ question: ask }), BASE)
      const { user, system } = process.cpuUsage(before)
      cpuMillis.push((user + system) / 1000)
    }
    return { ask, section, place: places.indexOf(`/docs/${section}`) }
  })
  return { asked, cpuMillis, loadMillis }
}

const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`

export const benchAsk = (say: (line: string) => void) => {
  const { asked, cpuMillis, loadMillis } = askAll({ rounds: ROUNDS })
  const among = (most: number) => asked.filter(({ place }) => place >= 0 && place < most).length
  for (const { ask, section, place } of asked.filter(({ place }) => place !== 0))
    say(`${place < 0 ? 'not found' : `place ${place + 1}`}: ${ask} (${section})`)
  say(
    `${asked.length} questions: the section is first in ${percent(among(1), asked.length)}, in the first three in ${percent(among(3), asked.length)}`,
  )
  say(
    `an answer costs ${median(cpuMillis).toFixed(2)} ms CPU in the median; the index is made in ${loadMillis.toFixed(0)} ms`,
  )
}
