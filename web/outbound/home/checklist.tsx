import { Anchor, Text, VisuallyHidden } from '@mantine/core'
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Section } from '../../core/ui/section.tsx'
import type { Home } from './home-page.tsx'
import { Line, Lines } from './lines.tsx'

type Step = NonNullable<Home['checklist']>[number]

const STEPS: Record<Step['step'], { what: ReactNode; why: string }> = {
  people: { what: <TextLink to={paths.members}>Invite a person</TextLink>, why: 'They get the role you choose' },
  catalog: {
    what: <TextLink to={paths.catalog}>Fill the catalog</TextLink>,
    why: 'Add an entity, or load the sample catalog',
  },
  token: {
    what: <TextLink to={paths.myTokens}>Create the first token</TextLink>,
    why: 'It lets a script, CLI, or agent act as you',
  },
  call: {
    what: <Anchor href="/docs/start#create-a-token-and-call-the-api">Make the first call</Anchor>,
    why: 'With that token, over the API',
  },
  provider: {
    what: <Anchor href="/docs/sign-in">Connect a sign-in provider</Anchor>,
    why: 'People sign in with OpenID Connect',
  },
}

export const Checklist = ({ steps }: { steps: readonly Step[] }) => (
  <Section title="Get started">
    <Text c="dimmed" size="xs">
      {steps.filter(({ done }) => done).length} of {steps.length} done. Each step is checked off when it is done.
    </Text>
    <Lines>
      {steps.map(({ step, done }) => (
        <Line key={step} aside={STEPS[step].why}>
          {done ? (
            <IconCircleCheckFilled
              size={16}
              aria-hidden
              style={{ color: 'var(--portico-good)', verticalAlign: '-3px' }}
            />
          ) : (
            <IconCircle size={16} aria-hidden style={{ verticalAlign: '-3px' }} />
          )}{' '}
          {STEPS[step].what}
          <VisuallyHidden>{done ? ', done' : ', not done'}</VisuallyHidden>
        </Line>
      ))}
    </Lines>
  </Section>
)
