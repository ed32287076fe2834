import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { checkLink } from '../../../contract/identity/sessions.ts'
import { ask } from '../../core/api/queries.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { ErrorState } from '../../core/ui/error-state.tsx'
import { useLinkSecret } from './link-secret.ts'

type Link = AnswerOf<typeof checkLink>

type Props = {
  kind: Link['kind']
  /** What to do when the link is incomplete or no longer valid. */
  remedy: string
  children: (secret: string, link: Link) => ReactNode
}

const SHORTEST_SECRET = 20

/** Shows what a one-time link leads to once the server said that it is still good. */
export const CheckedLink = ({ kind, remedy, children }: Props) => {
  const secret = useLinkSecret()
  const isWhole = secret.length >= SHORTEST_SECRET
  const link = useQuery({
    ...ask(checkLink, { body: { secret } }),
    enabled: isWhole,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  if (!isWhole)
    return <Useless title="This link is not complete" details={`Open it again from where you got it. ${remedy}`} />
  return (
    <Loaded query={link}>
      {found =>
        found.kind === kind ? (
          children(secret, found)
        ) : (
          <Useless title="This link is for something else" details={remedy} />
        )
      }
    </Loaded>
  )
}

const Useless = ({ title, details }: { title: string; details: string }) => (
  <ErrorState title={title} details={details} action={<TextLink to={paths.signIn}>Go to sign in</TextLink>} />
)
