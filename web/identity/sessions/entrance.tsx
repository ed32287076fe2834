import { Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import classes from './entrance.module.css'

/** The frame of the pages outside: sign-in, links and set-up. */
export const Entrance = ({ title, intro, children }: { title: string; intro?: ReactNode; children: ReactNode }) => {
  useEffect(() => {
    document.title = `${title} · Portico`
  }, [title])
  return (
    <main id="content" tabIndex={-1} className={classes.ground}>
      <Stack gap="md" className={classes.card}>
        <Text fw={600} c="dimmed">
          Portico
        </Text>
        <div>
          <Title order={1} tabIndex={-1}>
            {title}
          </Title>
          {intro && (
            <Text c="dimmed" mt={4}>
              {intro}
            </Text>
          )}
        </div>
        {children}
      </Stack>
    </main>
  )
}
