/** The thread that runs jq; `mapping.ts` gives it its orders. jq has no files, no network and 256 MB there. */
import { type Jq, loadJq } from 'jq-wasm'
import * as T from 'typebox'
import { KeptJson, MapOf } from '../../../contract/core/schemas.ts'
import { readObject } from '../../core/http/parse.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { answerTasks } from '../../core/threads/task-thread.ts'

const MOST_ENTITIES = 100
const LONGEST_OUTPUT = 512 * 1024
const LONGEST_REASON = 300

const Output = T.Object({
  tag: T.String({ minLength: 1, maxLength: 255 }),
  data: MapOf(KeptJson('The value'), { most: 20, longestKey: 255, description: 'Keys and values' }),
})

let loaded: Jq | undefined

/** Where it ran out of memory, the next payload gets another one. */
const run = (jq: Jq, mapping: string, payload: string) => {
  try {
    return jq.raw(payload, mapping, ['-c', '--'])
  } catch {
    loaded = undefined
    throw badRequest('mapping: needs more memory than it may have.', 'mapping')
  }
}

const reasonOf = (stderr: string) => stderr.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_REASON)

/** What a jq program makes of a payload, which is valid JSON. Values are JSON texts. @throws Problem 400 */
const mapPayload = async (mapping: string, payload: string): Promise<unknown[]> => {
  loaded ??= await loadJq()
  const { stdout, stderr, exitCode } = run(loaded, mapping, payload)
  if (exitCode !== 0) throw badRequest(`mapping: ${reasonOf(stderr)}`, 'mapping')
  if (stdout.length > LONGEST_OUTPUT) throw badRequest('mapping: makes more than 512 KB of this payload.', 'mapping')
  const outputs = stdout.split('\n').filter(line => line !== '')
  if (outputs.length > MOST_ENTITIES)
    throw badRequest(`mapping: makes data of more than ${MOST_ENTITIES} entities of this payload.`, 'mapping')
  return outputs.map(output => readObject(Output, output, { contentType: 'application/json' }))
}

answerTasks({ mapPayload })
