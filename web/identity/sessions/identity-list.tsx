import type { Identity } from '../../../contract/identity/identities.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { type Column, DataTable } from '../../core/ui/data-table.tsx'
import { Instant } from '../../core/ui/instant.tsx'

/** The account as its owner recognizes it. */
export const accountName = ({ email, subject }: Identity) => email ?? subject

/** Accounts at the identity provider, each with a button that unlinks it. */
export const IdentityList = ({
  identities,
  onUnlink,
}: {
  identities: readonly Identity[]
  onUnlink: (identity: Identity) => void
}) => {
  const columns: Column<Identity>[] = [
    { key: 'provider', header: 'Provider', cell: ({ provider }) => provider },
    { key: 'account', header: 'Account', cell: accountName },
    { key: 'linked', header: 'Linked', cell: ({ linkedDate }) => <Instant at={linkedDate} />, nowrap: true },
    {
      key: 'lastSignIn',
      header: 'Last sign-in',
      cell: ({ lastSignIn }) => (lastSignIn ? <Instant at={lastSignIn} /> : 'Never'),
      nowrap: true,
    },
    {
      key: 'actions',
      header: 'Actions',
      hiddenHeader: true,
      align: 'right',
      nowrap: true,
      cell: identity => (
        <ActionButton
          size="compact-sm"
          variant="default"
          ability={identity.abilities.unlink}
          aria-label={`Unlink ${accountName(identity)}`}
          onClick={() => onUnlink(identity)}
        >
          Unlink
        </ActionButton>
      ),
    },
  ]
  return (
    <DataTable
      caption="Linked accounts"
      columns={columns}
      rows={identities}
      rowKey={({ id }) => id}
      noun={['account', 'accounts']}
    />
  )
}
