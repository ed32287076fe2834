import { removeSamples } from '../../../contract/samples/samples.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Banner } from '../../core/ui/banner.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'

/** Once above a list that has samples in it. */
export const SampleBanner = ({ rows = [] }: { rows?: readonly { sample?: boolean }[] | undefined }) => {
  const me = useMe()
  if (!rows.some(({ sample }) => sample)) return null
  return (
    <Banner
      action={
        abilityFor(me, removeSamples).allowed && (
          <TextLink to={paths.samples} search={{ remove: true }}>
            Remove samples
          </TextLink>
        )
      }
    >
      <StateLabel tone="neutral">Sample</StateLabel> This list contains the sample catalog, to try Portico with.
    </Banner>
  )
}
