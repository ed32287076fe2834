import { Button, Group, Input, Stack, Text, TextInput } from '@mantine/core'
import type { FormLink } from '../../../contract/catalog/descriptor-form.ts'
import { LINK_TYPES } from '../../../contract/catalog/descriptor-schema.ts'
import classes from './entity-form.module.css'
import type { GivenFields } from './entity-form.tsx'
import { LockedField } from './locked-field.tsx'
import { Remove } from './owners-field.tsx'
import { PickField } from './pick-field.tsx'

const findLinkTypes = async () => LINK_TYPES.map(value => ({ value }))

export const LinksField = ({ values: { links }, set, fault, reasonOf, onYaml }: GivenFields) => {
  const change = (at: number, changed: Partial<FormLink>) =>
    set(
      'links',
      links.map((link, index) => (index === at ? { ...link, ...changed } : link)),
    )
  const remove = (at: number) =>
    set(
      'links',
      links.filter((_, index) => index !== at),
    )
  return (
    <LockedField label="Links" reason={reasonOf('links')} onYaml={onYaml}>
      <Input.Wrapper label="Links" labelElement="div" error={fault('links')}>
        <Stack gap="xs">
          {links.length === 0 && <Text c="dimmed">No links.</Text>}
          {links.length > 0 && (
            <ul className={classes.list} aria-label="Links">
              {links.map((link, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: entries are identified by their position, and are only appended
                <li key={index} className={classes.link}>
                  <LinkFields link={link} at={index} fault={fault} onChange={changed => change(index, changed)} />
                  <Remove what={link.text || 'the link'} onRemove={() => remove(index)} />
                </li>
              ))}
            </ul>
          )}
          <Group>
            <Button
              variant="default"
              onClick={() => set('links', [...links, { text: '', type: 'documentation', url: '' }])}
            >
              Add a link
            </Button>
          </Group>
        </Stack>
      </Input.Wrapper>
    </LockedField>
  )
}

type LinkProps = Pick<GivenFields, 'fault'> & {
  link: FormLink
  at: number
  onChange: (changed: Partial<FormLink>) => void
}

const LinkFields = ({ link, at, fault, onChange }: LinkProps) => (
  <>
    <TextInput
      label="Name"
      required
      maxLength={500}
      value={link.text}
      onChange={event => onChange({ text: event.currentTarget.value })}
      error={fault('links', at, 'name')}
    />
    <PickField
      name="link types"
      label="Type"
      required
      maxLength={255}
      value={link.type}
      onChange={type => onChange({ type })}
      find={findLinkTypes}
      error={fault('links', at, 'type')}
    />
    <TextInput
      label="URL"
      required
      maxLength={8000}
      value={link.url}
      onChange={event => onChange({ url: event.currentTarget.value })}
      error={fault('links', at, 'url')}
    />
  </>
)
