import { SimpleGrid, type SimpleGridProps } from '@mantine/core'
import classes from './facts.module.css'

/** What is known of a thing, side by side: each is a `Section`, headed like a field. */
export const Facts = (props: Pick<SimpleGridProps, 'cols' | 'children'>) => (
  <SimpleGrid spacing="xl" verticalSpacing="lg" className={classes.facts} {...props} />
)
