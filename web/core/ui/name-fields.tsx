import { Textarea, TextInput } from '@mantine/core'
import { isNotEmpty } from '@mantine/form'

type Props = {
  /** A name someone might give. */
  example: string
  hint: string
  /** `getInputProps` of the form. */
  input: (field: 'name' | 'description') => object
}

const LONGEST_NAME = 120
const LONGEST_DESCRIPTION = 1000

/** What a form with a name asks of it. */
export const nameRule = isNotEmpty('Enter a name.')

/** As they are sent. */
export const namesOf = ({ name, description }: { name: string; description: string }) => ({
  name: name.trim(),
  description: description.trim() || null,
})

/** What tells one thing from another of its kind. */
export const NameFields = ({ example, hint, input }: Props) => (
  <>
    <TextInput
      label="Name"
      placeholder={example}
      required
      maxLength={LONGEST_NAME}
      autoComplete="off"
      data-autofocus
      {...input('name')}
    />
    <Textarea
      label="Description"
      description={hint}
      maxLength={LONGEST_DESCRIPTION}
      autosize
      minRows={2}
      maxRows={6}
      {...input('description')}
    />
  </>
)
