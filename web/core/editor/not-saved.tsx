import type { ComponentProps } from 'react'
import { ApiError } from '../api/api-error.ts'
import { Problem } from '../layout/problem.tsx'
import { Conflict } from './conflict.tsx'
import { type DescriptorSource, violationsIn } from './descriptor.ts'

type Props = Omit<ComponentProps<typeof Conflict>, 'load' | 'error'> & {
  load: DescriptorSource['load']
  error: Error | null
}

/** Why it is not saved; what is wrong with the text itself is marked in the editor. */
export const NotSaved = ({ load, error, ...ways }: Props) => {
  if (load && error instanceof ApiError && error.status === 409) return <Conflict load={load} error={error} {...ways} />
  return error && !violationsIn(error) && <Problem error={error} title="It is not saved" />
}
