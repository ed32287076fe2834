import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getScorecard, type Scorecard } from '../../../contract/standards/scorecards.ts'
import { isNotFound } from '../../core/api/api-error.ts'
import { ask } from '../../core/api/queries.ts'
import { ButtonLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { useTag } from '../../core/layout/use-filters.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { Page } from '../../core/ui/page.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { DeleteScorecardDialog } from './delete-scorecard-dialog.tsx'
import { LevelSection } from './level-section.tsx'
import { rulesByLevel } from './levels.ts'
import { NoScorecard } from './no-scorecard.tsx'
import { ScorecardMarks } from './scorecard-marks.tsx'
import { ScorecardFacts, ScorecardSettings } from './scorecard-settings.tsx'

export const ScorecardPage = () => {
  const tag = useTag()
  const query = useQuery(ask(getScorecard, { params: { tag }, query: { abilities: true } }))
  if (isNotFound(query.error)) return <NoScorecard tag={tag} />
  const scorecard = query.data?.scorecard
  return (
    <Page
      title={scorecard?.name ?? tag}
      width="wide"
      beside={
        scorecard && (
          <>
            <span className="mono">{scorecard.tag}</span>
            <ScorecardMarks scorecard={scorecard} />
          </>
        )
      }
      action={scorecard && <Actions scorecard={scorecard} />}
    >
      <Loaded query={query} lines={10}>
        {found => <Details scorecard={found.scorecard} />}
      </Loaded>
    </Page>
  )
}

const Details = ({ scorecard }: { scorecard: Scorecard }) => (
  <>
    {scorecard.isDraft && <Text>A draft: it is left out of the list unless you ask for drafts.</Text>}
    {scorecard.description && (
      <Text maw={720} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {scorecard.description}
      </Text>
    )}
    <ScorecardFacts scorecard={scorecard} />
    {rulesByLevel(scorecard).map(({ level, rules }) => (
      <LevelSection key={level?.name ?? ''} level={level} rules={rules} isOnly={!scorecard.levels?.length} />
    ))}
    <ScorecardSettings scorecard={scorecard} />
  </>
)

const Actions = ({ scorecard }: { scorecard: Scorecard }) => {
  const deletion = useDialog<Scorecard>()
  const { tag, abilities } = scorecard
  return (
    <Group gap="xs">
      <ActionButton
        variant="outline"
        color="danger"
        ability={abilities?.remove}
        onClick={() => deletion.open(scorecard)}
      >
        Delete
      </ActionButton>
      <ButtonLink to={paths.scorecardDescriptor(tag)}>
        {abilities?.edit.allowed === false ? 'View descriptor' : 'Edit descriptor'}
      </ButtonLink>
      <DeleteScorecardDialog scorecard={deletion.thing} opened={deletion.isOpen} onClose={deletion.close} />
    </Group>
  )
}
