/** A form for the text of a descriptor, for people who don't write YAML. Entities have one. */
import type { ComponentType, Ref } from 'react'
import type { Violation } from '../../../contract/catalog/entities.ts'

export type FieldsHandle = {
  /** Whether there are changes that aren't in the text yet. */
  readonly isPending: () => boolean
  /** Writes the changes to the text and returns it. @throws ApiError if they can't be written */
  readonly settle: () => Promise<string>
}

export type FieldsFormProps = {
  /** The initial text. */
  readonly text: string
  readonly onChange: (text: string) => void
  readonly onTouch: () => void
  readonly violations: readonly Violation[]
  /** Switches to the text. */
  readonly onYaml: () => void
  /** Whether it describes something new, whose tag can still be chosen. */
  readonly isNew: boolean
  readonly ref: Ref<FieldsHandle>
}

export type FieldsForm = ComponentType<FieldsFormProps>
