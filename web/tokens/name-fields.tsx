import { Textarea, TextInput } from '@mantine/core'

type Props = {
  name: string
  onName: (name: string) => void
  nameError?: string
  description: string
  onDescription: (description: string) => void
  descriptionError?: string
}

const LONGEST_NAME = 120
const LONGEST_DESCRIPTION = 1000

/** What tells one token from another. */
export const NameFields = (props: Props) => (
  <>
    <TextInput
      label="Name"
      placeholder="nightly-catalog-sync"
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
      description="What is it for, and where does it run? This tells your tokens apart."
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
