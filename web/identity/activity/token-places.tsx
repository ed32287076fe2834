import { useQuery } from '@tanstack/react-query'
import { tokenPlaces } from '../../../contract/identity/activity.ts'
import { ask } from '../../core/api/queries.ts'
import { DataTable } from '../../core/layout/data-table.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { Section } from '../../core/ui/section.tsx'

const KINDS = { RANGE: 'Network', CLIENT: 'Client' } as const

/** The networks and clients a token was used from, the newest first: what is new here is worth a look. */
export const TokenPlaces = ({ cid }: { cid: string }) => {
  const places = useQuery(ask(tokenPlaces, { params: { cid } }))
  return (
    <Section title="First seen">
      <Loaded query={places} lines={2}>
        {({ places }) => (
          <DataTable
            caption="Networks and clients it was used from"
            rows={places}
            rowKey={({ kind, place }) => `${kind} ${place}`}
            noun={['place', 'places']}
            name="places"
            empty={places.length === 0 && 'Nobody has used it yet.'}
            columns={[
              { key: 'place', header: 'Place', mono: true, value: ({ place }) => place, cell: ({ place }) => place },
              { key: 'kind', header: 'Kind', value: ({ kind }) => KINDS[kind], cell: ({ kind }) => KINDS[kind] },
              {
                key: 'first',
                header: 'First seen',
                first: 'desc',
                value: ({ firstSeen }) => firstSeen,
                cell: ({ firstSeen }) => <Instant at={firstSeen} exact />,
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  )
}
