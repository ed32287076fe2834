import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { safeUrl } from './safe-url.ts'

/** A link out of a descriptor, or its text where the address is not one that people should open. */
export const OutwardLink = ({ url, children }: { url: string; children?: ReactNode }) => {
  const address = safeUrl(url)
  if (address === undefined)
    return (
      <>
        {children} <span className="mono">{url}</span>
      </>
    )
  return (
    <Anchor href={address} rel="noreferrer noopener" target="_blank" style={{ overflowWrap: 'anywhere' }}>
      {children ?? url}
    </Anchor>
  )
}
