import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { type DescriptorSource, violationsIn } from './descriptor.ts'
import type { Reviewed } from './review.tsx'
import type { useCheck } from './use-check.ts'

/** The stored text to compare with; without a version, it is something new. */
export type Base = { readonly text: string; readonly version?: number | undefined }

type Saving = {
  readonly source: DescriptorSource
  readonly check: ReturnType<typeof useCheck>
  /** The text with all changes. */
  readonly settle: () => Promise<string>
  readonly onSaved: (tag: string | undefined) => void
}

/** Reviews and stores the text. If it is refused, its violations are shown like those of a check. */
export const useSaving = ({ source, check, settle, onSaved }: Saving) => {
  const isSaved = useRef(false)
  const onError = (error: Error) => {
    const violations = violationsIn(error)
    if (violations) check.found(violations)
  }
  const review = useMutation({
    mutationFn: async ({ text: before, version }: Base): Promise<Reviewed | undefined> => {
      const text = await settle()
      const preview = await source.preview?.(text, version)
      return preview && { ...preview, text, before: version === undefined ? undefined : before }
    },
    onError,
  })
  const save = useMutation({
    mutationFn: async ({ version }: Base) => source.save(review.data?.text ?? (await settle()), version),
    onError: error => {
      if (violationsIn(error)) review.reset()
      onError(error)
    },
    onSuccess: tag => {
      isSaved.current = true
      onSaved(tag)
    },
  })
  const reset = () => {
    review.reset()
    save.reset()
  }
  return { review, save, reset, isSaved }
}
