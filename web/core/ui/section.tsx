import { Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

type Props = {
  title: string
  /** Before the title, such as a color. */
  mark?: ReactNode
  none?: string | false
  children?: ReactNode
}

/** A part of a page with its heading; where there is nothing to show, it says so. */
export const Section = ({ title, mark, none, children }: Props) => {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} size="h3" mb={4}>
        {mark}
        {title}
      </Title>
      {none ? <Text c="dimmed">{none}</Text> : children}
    </section>
  )
}
