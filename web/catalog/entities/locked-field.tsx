import { Anchor, Input, Text } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = {
  label: string
  /** Why the field can only be changed in the text. */
  reason: string | undefined
  onYaml: () => void
  children: ReactNode
}

/** A field of the form or, if the form can't edit it safely, the reason and a link to the text. */
export const LockedField = ({ label, reason, onYaml, children }: Props) =>
  reason === undefined ? (
    children
  ) : (
    <Input.Wrapper label={label} labelElement="div">
      <Text c="dimmed">
        You can only change this field in the text. {reason} <EditAsYaml onYaml={onYaml} />
      </Text>
    </Input.Wrapper>
  )

export const EditAsYaml = ({ onYaml }: Pick<Props, 'onYaml'>) => (
  <Anchor component="button" type="button" underline="always" onClick={onYaml}>
    Edit as YAML
  </Anchor>
)
