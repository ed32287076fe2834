import { Textarea, TextInput } from '@mantine/core'

type Props = {
  name: string
  onName: (name: string) => void
  nameError?: string
  description: string
  onDescription: (description: string) => void
  descriptionError?: string
}

/** What tells one key from another. */
export const KeyNameFields = (props: Props) => (
  <>
    <TextInput
      label="Name"
      placeholder="deploy-pipeline"
      required
      maxLength={120}
      autoComplete="off"
      data-autofocus
      value={props.name}
      error={props.nameError}
      onChange={event => props.onName(event.currentTarget.value)}
    />
    <Textarea
      label="Description"
      description="What is it for, and where does it run?"
      maxLength={1000}
      autosize
      minRows={2}
      maxRows={6}
      value={props.description}
      error={props.descriptionError}
      onChange={event => props.onDescription(event.currentTarget.value)}
    />
  </>
)
