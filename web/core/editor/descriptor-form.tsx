import type { Extension } from '@codemirror/state'
import { Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Problem } from '../layout/problem.tsx'
import type { Ability } from '../ui/action-button.tsx'
import { CheckResult } from './check-result.tsx'
import type { DescriptorSource } from './descriptor.ts'
import { EditButtons } from './edit-buttons.tsx'
import type { FieldsForm } from './fields-form.ts'
import { LeaveGuard } from './leave-guard.tsx'
import { ModeSwitch } from './mode-switch.tsx'
import { NotSaved } from './not-saved.tsx'
import { Review, useSaveKey } from './review.tsx'
import { type Editing, useEditing } from './use-editing.ts'
import { YamlEditor } from './yaml-editor.tsx'

export type DescriptorFormProps = {
  /** For screen readers: `Descriptor of orders, YAML`. */
  label: string
  source: DescriptorSource
  initial: string
  /** What is being changed; nothing for something new. */
  version?: number
  ability: Ability
  saveLabel: string
  /** @param tag of what was saved, where it is known */
  onSaved: (tag: string | undefined) => void
  /** Beside the buttons, e.g. a way back. */
  aside?: ReactNode
  /** Completion and hover. */
  assist?: Extension
  /** The form, if there is one. */
  fields?: FieldsForm
}

/** Edits a descriptor: checks it while the person types, reviews and saves it on request, and warns before changes are lost. */
export const DescriptorForm = (props: DescriptorFormProps) => {
  const { source, ability, saveLabel } = props
  const editing = useEditing(props)
  const { check, base, reviewed, error, steps, isSaving, isReviewPending } = editing
  const notSaved = (
    <NotSaved
      load={source.load}
      base={base}
      error={error}
      isReviewed={source.preview !== undefined}
      onOverwrite={steps.overwrite}
      onTake={steps.take}
    />
  )
  return (
    <Stack gap="sm">
      {!ability.allowed && <Text>You can read this descriptor. {ability.reason ?? 'You may not change it.'}</Text>}
      {reviewed && (
        <Review
          reviewed={reviewed}
          saveLabel={saveLabel}
          isSaving={isSaving}
          onSave={steps.save}
          onBack={() => steps.leaveReview({})}
          onGoTo={line => steps.leaveReview({ line })}
        >
          {notSaved}
        </Review>
      )}
      {/* It stays mounted, to keep the cursor and the undo history. */}
      <Stack gap="sm" style={reviewed ? { display: 'none' } : undefined}>
        <Editor {...props} editing={editing} />
        <CheckResult check={check} onGoTo={line => steps.leaveReview({ line })} />
        {!reviewed && notSaved}
        <EditButtons
          {...props}
          check={check}
          nextLabel={source.preview ? 'Review changes' : saveLabel}
          isPending={isReviewPending || isSaving}
          onNext={() => steps.proceed()}
        />
      </Stack>
      <LeaveGuard isDirty={editing.isDirty} />
    </Stack>
  )
}

type EditorProps = DescriptorFormProps & { editing: Editing }

/** The form or the text. */
const Editor = ({ label, ability, assist, fields: Fields, editing }: EditorProps) => {
  const { editor, form, latest, base, mode, check, failed, reviewed, steps, isSaving, isReviewPending } = editing
  const isForm = mode === 'form' && Fields !== undefined
  return (
    <>
      {Fields && ability.allowed && (
        <Group>
          <ModeSwitch mode={mode} onChange={to => void steps.setMode(to)} />
        </Group>
      )}
      {Boolean(failed) && <Problem error={failed} />}
      {ability.allowed && !reviewed && <SaveKey onSave={() => steps.proceed()} />}
      {isForm ? (
        <Fields
          key={base.version}
          ref={form}
          text={latest.current}
          isNew={base.version === undefined}
          onChange={text => {
            steps.change(text)
            editor.current?.replace(text) // if the person has switched to the text
          }}
          onTouch={steps.touch}
          violations={check.violations}
          onYaml={() => void steps.setMode('yaml')}
        />
      ) : (
        <YamlEditor
          ref={editor}
          label={label}
          initial={latest.current}
          onChange={steps.change}
          onSave={() => steps.proceed()}
          readOnly={!ability.allowed || isReviewPending || isSaving}
          violations={check.violations}
          assist={assist}
        />
      )}
    </>
  )
}

/** Wherever the focus is; the editor's own key comes first. */
const SaveKey = ({ onSave }: { onSave: () => void }) => {
  useSaveKey(onSave)
  return null
}
