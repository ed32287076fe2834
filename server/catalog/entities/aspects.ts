/** The aspects of an entity in its own row and document, for previews. */
import type { EntityDocument } from './document.ts'
import type { EntityAspect } from './kept-blocks.ts'
import { given } from './owners.ts'

const LONGEST = 200

/** A text for one line of a preview. */
export const inShort = (text: string): string => {
  const line = text.trim().replace(/\s+/g, ' ')
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).toWellFormed()}…` : line
}

/** The given texts that aren't empty, separated by commas. */
export const words = (...all: readonly (string | undefined | false)[]): string | undefined => {
  const there = all.filter(word => typeof word === 'string' && word !== '')
  return there.length > 0 ? inShort(there.join(', ')) : undefined
}

const inherits = (inheritance: string | undefined) => inheritance !== undefined && `inheritance ${inheritance}`

const ownersIn = ({ groups, emails, slackChannels }: EntityDocument['ownership']): EntityAspect[] => [
  ...groups.map(({ groupName, provider, inheritance, description }) => ({
    subject: 'OWNER' as const,
    name: groupName,
    value: words(provider, inherits(inheritance), description),
    ...given('end', provider === undefined || provider === 'CORTEX' ? groupName : undefined),
  })),
  ...emails.map(({ email, inheritance, description }) => ({
    subject: 'OWNER' as const,
    name: email,
    value: words(inherits(inheritance), description),
  })),
  ...slackChannels.map(({ channel, inheritance, description }) => ({
    subject: 'OWNER' as const,
    name: `#${channel}`,
    value: words(inherits(inheritance), description),
  })),
]

const one = (subject: EntityAspect['subject'], value: string | undefined): EntityAspect[] =>
  value === undefined || value === '' ? [] : [{ subject, name: '', value: inShort(value), stamp: value.length }]

const listed = (subject: EntityAspect['subject'], names: readonly string[]): EntityAspect[] =>
  names.map(name => ({ subject, name }))

const related = (subject: 'PARENT' | 'CHILD', tags: readonly string[]): EntityAspect[] =>
  tags.map(name => ({ subject, name, end: name }))

const teamIn = ({ members = [], team }: EntityDocument): EntityAspect[] => [
  ...members.map(({ name, email, roles, description }) => ({
    subject: 'MEMBER' as const,
    name: name ?? email ?? '',
    value: words(email, roles.map(role => role.name).join(' and '), description),
  })),
  ...(team?.groups ?? []).map(({ name, provider }) => ({
    subject: 'TEAM_GROUP' as const,
    name,
    value: provider,
  })),
  ...one('SUMMARY', team?.summary),
]

type Row = {
  readonly name: string
  readonly type: string
  readonly description: string | null
  readonly document: EntityDocument
  readonly parents: readonly string[]
  readonly children: readonly string[]
}

export const aspectsOf = ({ name, type, description, document, parents, children }: Row): EntityAspect[] => {
  const { definition, git, links, slackChannels, groups, ownership } = document
  return [
    ...one('NAME', name),
    ...one('TYPE', type),
    ...one('DESCRIPTION', description ?? undefined),
    ...one('DEFINITION', definition === undefined ? undefined : JSON.stringify(definition)),
    ...ownersIn(ownership),
    ...listed('GROUP', groups),
    ...related('PARENT', parents),
    ...related('CHILD', children),
    ...links.map(({ name, type, url, description }) => ({
      subject: 'LINK' as const,
      name,
      value: words(type, url, description),
    })),
    ...one('REPOSITORY', git && words(git.repositoryUrl, git.basepath, git.alias)),
    ...slackChannels.map(({ name, notificationsEnabled }) => ({
      subject: 'SLACK_CHANNEL' as const,
      name: `#${name}`,
      value: notificationsEnabled ? undefined : 'not notified',
    })),
    ...teamIn(document),
  ]
}
