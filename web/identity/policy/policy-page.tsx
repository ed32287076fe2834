import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getTokenPolicy, type TokenPolicy } from '../../../contract/identity/policy.ts'
import { listRoles } from '../../../contract/identity/roles.ts'
import { ask } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { Page } from '../../core/ui/page.tsx'
import { Section } from '../../core/ui/section.tsx'
import { ApplyDialog } from './apply-dialog.tsx'
import { ExpiryWarnings } from './expiry-warnings.tsx'
import { PolicyForm } from './policy-form.tsx'

/** What the workspace allows of personal tokens, and when people are warned. */
export const PolicyPage = () => {
  const policy = useQuery(ask(getTokenPolicy, {}))
  const roles = useQuery(ask(listRoles, {}))
  return (
    <Page
      title="Token policy"
      intro="Rules for personal tokens. They count for new tokens and for longer lifetimes; tokens that exist change only when you apply them."
      docs="token-policy"
    >
      <Loaded query={policy} lines={8}>
        {found => (
          <Loaded query={roles}>
            {({ roles }) => <PolicyForm key={found.version} before={found} roles={roles} />}
          </Loaded>
        )}
      </Loaded>
      {policy.data && (
        <>
          <Apply policy={policy.data} />
          <Section title="Warnings">
            <ExpiryWarnings />
          </Section>
        </>
      )}
    </Page>
  )
}

const Apply = ({ policy }: { policy: TokenPolicy }) => {
  const [isOpen, setOpen] = useState(false)
  return (
    <Section title="Existing tokens">
      <ActionButton variant="default" onClick={() => setOpen(true)}>
        Apply the saved policy…
      </ActionButton>
      <ApplyDialog policy={policy} opened={isOpen} onClose={() => setOpen(false)} />
    </Section>
  )
}
