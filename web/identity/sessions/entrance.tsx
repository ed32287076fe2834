import { Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { Logo } from '../../core/ui/logo.tsx'
import classes from './entrance.module.css'

/** The frame of the pages outside: sign-in, links and set-up. */
export const Entrance = ({ title, intro, children }: { title: string; intro?: ReactNode; children: ReactNode }) => {
  useEffect(() => {
    document.title = `${title} · Portico`
  }, [title])
  return (
    <main id="content" tabIndex={-1} className={classes.ground}>
      <Stack gap="md" className={classes.card}>
        <Group gap={8} className={classes.mark}>
          <Logo />
          <Text fw={600}>Portico</Text>
        </Group>
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
