/** Bodies as their operations read them. Those that are larger than most operations allow are read on a thread that can be ended. */
import { isTextBody, type OperationSpec } from '../../../contract/core/operation.ts'
import { type Caller, Threads } from '../threads/threads.ts'
import { LONGEST_OBJECT, parseBody } from './parse.ts'

const threads = new Threads(new URL('./body-thread.ts', import.meta.url))

/** @throws Problem 400 or 413 */
export const bodyOf = async (
  operation: OperationSpec,
  { body, contentType }: { readonly body: unknown; readonly contentType: string },
  caller: () => Caller,
): Promise<unknown> => {
  const { body: schema, bodyLimit = 0, deepest } = operation
  const isLarge = body instanceof Uint8Array && body.length > LONGEST_OBJECT && body.length <= bodyLimit
  if (!isLarge || !schema || isTextBody(schema)) return parseBody(operation, body, contentType)
  return threads.run(caller(), 'readLarge', JSON.stringify(schema), body, { contentType, deepest })
}
