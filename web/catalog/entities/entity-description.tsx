import { Text } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { OutwardLink } from './outward-link.tsx'

const Markdown = lazy(async () => ({ default: (await import('../../core/ui/markdown.tsx')).Markdown }))

/** Plain text until the Markdown renderer is loaded, and for texts without Markdown. */
export const EntityDescription = ({ text }: { text: string }) => {
  const plain = (
    <Text maw={720} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {text}
    </Text>
  )
  if (!MARKED.test(text)) return plain
  return (
    <Suspense fallback={plain}>
      <Markdown text={text} link={(url, shown) => <OutwardLink url={url}>{shown}</OutwardLink>} />
    </Suspense>
  )
}

/** A text without any of these is plain paragraphs. */
const MARKED = /[*_`#>[\]\\&]|^\s*(?:[-+]|\d+[.)])\s|^ {4}/m
