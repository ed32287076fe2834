import type { ComponentProps } from 'react'
import { ApiError } from '../api/api-error.ts'
import { Problem } from '../layout/problem.tsx'
import { Conflict } from './conflict.tsx'
import { type DescriptorSource, violationsIn } from './descriptor.ts'

type Props = Omit<ComponentProps<typeof Conflict>, 'load' | 'error'> & {
  load: DescriptorSource['load']
  error: Error | null
}

/** Why the text wasn't saved. Errors in the text itself are marked in the editor. */
export const NotSaved = ({ load, error, ...actions }: Props) => {
  if (load && error instanceof ApiError && error.status === 409)
    return <Conflict load={load} error={error} {...actions} />
  return error && !violationsIn(error) && <Problem error={error} title="Not saved" />
}
