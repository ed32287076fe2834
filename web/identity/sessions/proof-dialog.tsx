import { useEffect, useState } from 'react'
import { askForProofWith } from '../../core/api/proof.ts'
import { lazyDialog } from '../../core/ui/lazy-dialog.tsx'

type Answer = (isProved: boolean) => void

const ProofQuestion = lazyDialog(async () => (await import('./proof-question.tsx')).ProofQuestion)

/** Stands by on every page and asks when a call needs a recent proof. */
export const ProofDialog = () => {
  const [answer, setAnswer] = useState<Answer>()
  useEffect(() => askForProofWith(() => new Promise<boolean>(resolve => setAnswer(() => resolve))), [])
  const done = (isProved: boolean) => {
    answer?.(isProved)
    setAnswer(undefined)
  }
  return <ProofQuestion opened={answer !== undefined} onDone={done} />
}
