import { Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

/** A part of a page with its heading; where there is nothing to show, it says so. */
export const Section = ({ title, none, children }: { title: string; none?: string | false; children?: ReactNode }) => {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} size="h3" mb={4}>
        {title}
      </Title>
      {none ? <Text c="dimmed">{none}</Text> : children}
    </section>
  )
}
