import { List, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { getEntityType, updateEntityType } from '../../../contract/catalog/types.ts'
import { ask } from '../../core/api/queries.ts'
import { StoredDescriptorPage } from '../../core/editor/stored-descriptor-page.tsx'
import { paths } from '../../core/layout/paths.ts'
import { useTag } from '../../core/layout/use-filters.ts'
import { ConfirmDialog } from '../../core/ui/confirm-dialog.tsx'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { NoType } from './no-type.tsx'
import { refreshTypes } from './refresh-types.ts'
import { storedType, type Unfit } from './type-source.ts'

type Question = { readonly unfit: Unfit; readonly answer: (mayMark: boolean) => void }

/** Asks a question that a save waits for. */
const useQuestion = () => {
  const [question, setQuestion] = useState<Question>()
  const put = (unfit: Unfit) =>
    new Promise<boolean>(resolve => {
      const answer = (mayMark: boolean) => {
        setQuestion(undefined)
        resolve(mayMark)
      }
      setQuestion({ unfit, answer })
    })
  return { question, put }
}

export const TypeDescriptorPage = () => {
  const type = useTag()
  const client = useQueryClient()
  const { question, put } = useQuestion()
  // biome-ignore lint/correctness/useExhaustiveDependencies: one source for the time that the page is open
  const source = useMemo(() => storedType(type, put), [type])
  const may = abilityFor(useMe(), updateEntityType)
  const { data } = useQuery(ask(getEntityType, { params: { type }, query: { abilities: true } }))
  return (
    <>
      <StoredDescriptorPage
        key={type}
        tag={type}
        source={source}
        ability={data?.abilities?.edit ?? may}
        home={paths.entityType(type)}
        refresh={() => void refreshTypes(client)}
        missing={<NoType type={type} />}
      />
      <MarkDialog question={question} />
    </>
  )
}

const SHOWN = 10

const MarkDialog = ({ question }: { question: Question | undefined }) => {
  const { count = 0, entities = [] } = question?.unfit ?? {}
  const are = count === 1 ? '1 entity does not' : `${count} entities do not`
  return (
    <ConfirmDialog
      opened={question !== undefined}
      title="Save a schema that entities do not satisfy?"
      confirmLabel="Save and mark them"
      onConfirm={() => question?.answer(true)}
      onClose={() => question?.answer(false)}
    >
      <Text>{are} satisfy it. They stay readable and are marked, and their next change must satisfy it.</Text>
      <List size="sm">
        {entities.slice(0, SHOWN).map(({ tag, violation }) => (
          <List.Item key={tag}>
            <span className="mono">{tag}</span>: {violation.description}
          </List.Item>
        ))}
      </List>
      {count > SHOWN && <Text c="dimmed">And {count - SHOWN} more.</Text>}
    </ConfirmDialog>
  )
}
