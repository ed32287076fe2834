import type { Identity } from '../../../contract/identity/identities.ts'
import { type Column, DataTable } from '../../core/layout/data-table.tsx'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { Instant } from '../../core/ui/instant.tsx'

/** The account as its owner recognizes it. */
export const accountName = ({ email, subject }: Identity) => email ?? subject

/** Accounts at the identity provider, each with a button that unlinks it. */
export const IdentityList = ({
  identities,
  onUnlink,
  name,
}: {
  identities: readonly Identity[]
  onUnlink: (identity: Identity) => void
  /** Of its sorting in the address, on a page. */
  name?: string
}) => {
  const columns: Column<Identity>[] = [
    { key: 'provider', header: 'Provider', value: ({ provider }) => provider, cell: ({ provider }) => provider },
    { key: 'account', header: 'Account', value: accountName, cell: accountName },
    {
      key: 'created',
      header: 'Linked',
      value: ({ linkedDate }) => linkedDate,
      cell: ({ linkedDate }) => <Instant at={linkedDate} />,
      nowrap: true,
    },
    {
      key: 'lastSignIn',
      header: 'Last sign-in',
      value: ({ lastSignIn }) => lastSignIn ?? '',
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
      caption="Accounts of the identity provider"
      columns={columns}
      rows={identities}
      rowKey={({ id }) => id}
      name={name}
      noun={['account', 'accounts']}
    />
  )
}
