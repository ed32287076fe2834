/** A form that edits the text of a descriptor, for people who do not write YAML: an entity's has one. */
import type { ComponentType, Ref } from 'react'
import type { Violation } from '../../../contract/catalog/entities.ts'

export type FieldsHandle = {
  /** Whether something that was typed is not in the text yet. */
  readonly isPending: () => boolean
  /** Puts what was typed into the text. Answers the text. @throws ApiError where it can't be put there */
  readonly settle: () => Promise<string>
}

export type FieldsFormProps = {
  /** The text to begin with. */
  readonly text: string
  readonly onChange: (text: string) => void
  readonly onTouch: () => void
  readonly violations: readonly Violation[]
  /** Leads to the text. */
  readonly onYaml: () => void
  /** It describes something new, whose tag may still be chosen. */
  readonly isNew: boolean
  readonly ref: Ref<FieldsHandle>
}

export type FieldsForm = ComponentType<FieldsFormProps>
