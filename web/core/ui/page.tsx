import { Anchor, Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import classes from './page.module.css'

type Props = {
  title: string
  /** One or two sentences under the title. */
  intro?: ReactNode
  /** The section of the documentation that is about this page, such as `personal-tokens#rotate-it`. */
  docs?: string
  /** The page's one main action; it stands upper right. */
  action?: ReactNode
  /** Beside the title, e.g. a tag or a state. */
  beside?: ReactNode
  /** `reading` (default) or `wide` for tables with many columns and editors. */
  width?: 'reading' | 'wide'
  children?: ReactNode
}

/** A page's frame: its one `h1`, which is also the title of the window, and its main action. */
export const Page = ({ title, intro, docs, action, beside, width = 'reading', children }: Props) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Portico`
  }, [title])
  useEffect(() => {
    // The page came later than the navigation, which left the focus on the empty content.
    if (document.activeElement?.tagName === 'MAIN') heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <Stack gap="md" data-docs={docs} className={width === 'wide' ? classes.wide : classes.reading}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div className={classes.heading}>
          <Group gap="sm" align="baseline">
            <Title order={1} ref={heading} tabIndex={-1} className={classes.title}>
              {title}
            </Title>
            {beside}
          </Group>
          {(intro || docs) && (
            <Text c="dimmed" mt={2} maw={760}>
              {intro}{' '}
              {docs && (
                <Anchor href={`/docs/${docs}`} underline="always">
                  Documentation
                </Anchor>
              )}
            </Text>
          )}
        </div>
        {action}
      </Group>
      {children}
    </Stack>
  )
}
