import { Textarea, TextInput } from '@mantine/core'

type Props = {
  /** A name someone might give. */
  example: string
  hint: string
  name: string
  onName: (name: string) => void
  nameError?: string
  description: string
  onDescription: (description: string) => void
  descriptionError?: string
}

const LONGEST_NAME = 120
const LONGEST_DESCRIPTION = 1000

/** What tells one thing from another of its kind. */
export const NameFields = (props: Props) => (
  <>
    <TextInput
      label="Name"
      placeholder={props.example}
      required
      maxLength={LONGEST_NAME}
      autoComplete="off"
      data-autofocus
      value={props.name}
      error={props.nameError}
      onChange={event => props.onName(event.currentTarget.value)}
    />
    <Textarea
      label="Description"
      description={props.hint}
      maxLength={LONGEST_DESCRIPTION}
      autosize
      minRows={2}
      maxRows={6}
      value={props.description}
      error={props.descriptionError}
      onChange={event => props.onDescription(event.currentTarget.value)}
    />
  </>
)
