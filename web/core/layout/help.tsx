/** Asking the documentation from where the question comes up. */
import { Anchor } from '@mantine/core'
import { createContext, useContext } from 'react'

/** Opens Help, with the answer where there is a question. Undefined outside the frame. */
export type OpenHelp = (question?: string) => void

const Help = createContext<OpenHelp | undefined>(undefined)

export const HelpProvider = Help.Provider

export const useHelp = () => useContext(Help)

/** The documentation's page with the answer. @param page the slug of the page that the question comes from */
export const answerAddress = (question: string, page = 'index') =>
  `/docs/${page}?${new URLSearchParams({ ask: question })}`

/** A question that people have here: it opens its answer in Help, and where there is no frame, in the documentation. */
export const AskLink = ({ question }: { question: string }) => {
  const openHelp = useHelp()
  return (
    <Anchor
      href={answerAddress(question)}
      underline="always"
      onClick={event => {
        if (!openHelp || event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        openHelp(question)
      }}
    >
      {question}
    </Anchor>
  )
}
