/** The fields of the form. The server writes them to the text of the descriptor, and leaves all other lines as they are. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useImperativeHandle, useRef, useState } from 'react'
import { editDescriptorFields, type FormField, type FormFields } from '../../../contract/catalog/descriptor-form.ts'
import { call } from '../../core/api/client.ts'
import type { FieldsFormProps } from '../../core/editor/fields-form.ts'

export type Filled = Required<FormFields>

const PAUSE_MS = 500

const EMPTY: Filled = { entityName: '', description: '', tag: '', type: '', owners: [], groups: [], links: [] }

/** The fields of a text as it is when the form opens. */
export const useReadFields = (descriptor: string) => {
  const [first] = useState(descriptor)
  return useQuery({
    queryKey: ['fields of a descriptor', first],
    queryFn: ({ signal }) => call(editDescriptorFields, { body: { descriptor: first }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })
}

type Changed = { -readonly [Field in FormField]?: Filled[Field] }

/**
 * What was typed since the form opened. It is always put into the text with which the form opened, which identifies the entries of
 * lists by their positions.
 */
export const useFields = ({ text, onChange, onTouch, ref }: FieldsFormProps, read: FormFields) => {
  const [values, setValues] = useState<Filled>({ ...EMPTY, ...read })
  const base = useRef(text)
  const current = useRef(text)
  const shown = useRef(text)
  const changed = useRef<Changed>({})
  const pending = useRef<Changed>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [error, setError] = useState<unknown>()
  const report = useRef(onChange)
  report.current = onChange

  const settle = async (): Promise<string> => {
    clearTimeout(timer.current)
    while (pending.current) {
      const fields = pending.current
      const { descriptor } = await call(editDescriptorFields, { body: { descriptor: base.current, fields } })
      if (pending.current === fields) pending.current = undefined
      current.current = descriptor
    }
    setError(undefined)
    if (shown.current !== current.current) report.current(current.current)
    shown.current = current.current
    return current.current
  }

  const set = <Field extends FormField>(field: Field, value: Filled[Field]) => {
    setValues(before => ({ ...before, [field]: value }))
    changed.current = { ...changed.current, [field]: value }
    pending.current = changed.current
    onTouch()
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void settle().catch(setError), PAUSE_MS)
  }

  useImperativeHandle(ref, () => ({ isPending: () => pending.current !== undefined, settle }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed last is kept when the form closes, by way of Back too
  useEffect(() => () => void (pending.current && settle().catch(() => {})), [])
  return { values, set, error }
}

export type Fields = ReturnType<typeof useFields>
