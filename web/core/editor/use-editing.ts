import { useEffect, useRef, useState } from 'react'
import { useFilters } from '../layout/use-filters.ts'
import type { Stored } from './descriptor.ts'
import type { DescriptorFormProps } from './descriptor-form.tsx'
import { editSearch, type Mode } from './edit-search.ts'
import type { FieldsHandle } from './fields-form.ts'
import { useCheck } from './use-check.ts'
import { type Base, useSaving } from './use-saving.ts'
import type { EditorHandle } from './yaml-editor.tsx'

/** Form or text. Changes in the form are written to the text before the mode changes. */
const useMode = ({ fields, ability }: DescriptorFormProps, settle: () => Promise<unknown>) => {
  const [{ edit }, setSearch] = useFilters(editSearch)
  const [failed, setFailed] = useState<unknown>()
  const mode: Mode = fields && ability.allowed ? (edit ?? 'yaml') : 'yaml'
  const setMode = async (next: Mode) => {
    setFailed(undefined)
    try {
      await settle()
      setSearch({ edit: next })
    } catch (error) {
      setFailed(error)
    }
  }
  return { mode, setMode, failed }
}

type Target = { readonly line?: number }

/** Moves the focus to the editor, or to a line of it, once it is on the screen. */
const useTarget = (editor: { readonly current: EditorHandle | null }, isShown: boolean) => {
  const [target, setTarget] = useState<Target>()
  useEffect(() => {
    if (!target || !isShown || !editor.current) return
    if (target.line === undefined) editor.current.focus()
    else editor.current.goTo(target.line)
    setTarget(undefined)
  }, [target, isShown, editor])
  return setTarget
}

/** The current text, and the one it is compared with. */
const useText = ({ initial, version }: DescriptorFormProps) => {
  const latest = useRef(initial)
  const [text, setText] = useState(initial)
  const [base, setBase] = useState<Base>({ text: initial, version })
  const [isTouched, setTouched] = useState(false)
  const type = (typed: string) => {
    latest.current = typed
    setText(typed)
    setTouched(true)
  }
  return { text, latest, base, setBase, isTouched, type }
}

/** The state and the steps of editing a descriptor, from typing to saving. */
export const useEditing = (props: DescriptorFormProps) => {
  const { source, ability, onSaved } = props
  const editor = useRef<EditorHandle>(null)
  const form = useRef<FieldsHandle>(null)
  const { text, latest, base, setBase, isTouched, type } = useText(props)
  const check = useCheck(source, { text, isLive: isTouched })
  const settle = async () => (await form.current?.settle()) ?? latest.current
  const { mode, setMode, failed } = useMode(props, settle)
  const { review, save, reset, isSaved } = useSaving({ source, check, settle, onSaved })
  const isReviewing = review.data !== undefined
  const aim = useTarget(editor, mode === 'yaml' && !isReviewing)
  const proceed = (from: Base = base) => {
    if (ability.allowed && !review.isPending && !save.isPending) (source.preview ? review : save).mutate(from)
  }
  const touch = () => {
    if (review.error || save.error) reset()
  }
  const change = (typed: string) => {
    type(typed)
    touch()
  }
  const leaveReview = (target: Target) => {
    if (isReviewing) reset()
    aim(target)
    if (mode === 'form' && target.line !== undefined) void setMode('yaml')
  }
  const start = (stored: Stored) => {
    setBase(stored)
    reset()
  }
  const take = (stored: Stored) => {
    start(stored)
    type(stored.text)
    editor.current?.replace(stored.text)
  }
  const overwrite = (stored: Stored) => {
    start(stored)
    proceed(stored)
  }
  const isDirty = () =>
    ability.allowed && !isSaved.current && (latest.current !== base.text || form.current?.isPending() === true)
  const steps = { proceed, touch, change, leaveReview, overwrite, take, setMode, save: () => save.mutate(base) }
  return {
    ...{ editor, form, latest, base, check, mode, failed, reviewed: review.data, isDirty, steps },
    error: review.error ?? save.error,
    isReviewPending: review.isPending,
    isSaving: save.isPending,
  }
}

export type Editing = ReturnType<typeof useEditing>
