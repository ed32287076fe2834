/** A block of Markdown as the documentation has it: code and tables as they are written, sentences with their code and emphasis. */
import { Code, Text } from '@mantine/core'
import { Fragment } from 'react'

const PARTS = /(`[^`]+`|\*\*[^*]+\*\*)/

const withoutLinks = (markdown: string) => markdown.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')

const Part = ({ text }: { text: string }) => {
  if (text.startsWith('`')) return <Code>{text.slice(1, -1)}</Code>
  if (text.startsWith('**')) return <strong>{text.slice(2, -2)}</strong>
  return <>{text.replace(/(^|[\s(])[*_]([^*_]+)[*_]/g, '$1$2')}</>
}

export const Quote = ({ markdown }: { markdown: string }) => {
  const fenced = /^```\w*\n([\s\S]*?)\n?```$/.exec(markdown)
  if (fenced || markdown.startsWith('|'))
    return (
      <Code block tabIndex={0}>
        {fenced?.[1] ?? markdown}
      </Code>
    )
  const parts = withoutLinks(markdown.replace(/^- /, '')).split(PARTS)
  return (
    <Text>
      {parts.map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
        <Fragment key={at}>
          <Part text={text} />
        </Fragment>
      ))}
    </Text>
  )
}
