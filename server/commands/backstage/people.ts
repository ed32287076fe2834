/** The users of a Backstage catalog. In Portico, they are members of teams, and owners by email. Pure. */
import { type BackstageEntity, fieldsIn, keyOf, type Place, refOf, textIn, textsIn } from './entity.ts'

type Person = { readonly name: string; readonly email: string | undefined; readonly groups: readonly string[] }

/** By key. */
export type People = ReadonlyMap<string, Person>

const USER_SPEC = ['profile', 'memberOf']

const personOf = (entity: BackstageEntity): Person => {
  const { displayName, email } = fieldsIn(entity.spec.profile)
  const groups = textsIn(entity.spec.memberOf).flatMap(text => {
    const ref = refOf(text, { kind: 'group', namespace: entity.namespace })
    return ref ? [keyOf(ref)] : []
  })
  return { name: textIn(displayName) ?? entity.name, email: textIn(email), groups }
}

const isUser = ({ kind }: BackstageEntity) => kind.toLowerCase() === 'user'

/** The users that groups name as members, by key. */
const namedByGroups = (entities: readonly BackstageEntity[]) =>
  new Set(entities.filter(({ kind }) => kind.toLowerCase() === 'group').flatMap(userKeysOf))

const userKeysOf = ({ spec, namespace }: BackstageEntity): string[] =>
  textsIn(spec.members).flatMap(text => {
    const ref = refOf(text, { kind: 'user', namespace })
    return ref ? [keyOf(ref)] : []
  })

export const peopleOf = (entities: readonly BackstageEntity[], miss: (what: string, place: Place) => void): People => {
  const named = namedByGroups(entities)
  const people = new Map<string, Person>()
  for (const entity of entities.filter(isUser)) {
    const person = personOf(entity)
    people.set(keyOf(entity), person)
    if (person.groups.length === 0 && !named.has(keyOf(entity))) miss('User without a group', entity.place)
    for (const key of Object.keys(entity.spec)) if (!USER_SPEC.includes(key)) miss(`User spec.${key}`, entity.place)
  }
  return people
}

const memberOf = ({ name, email }: Pick<Person, 'name' | 'email'>) => (email === undefined ? { name } : { name, email })

/** The members that the group lists, then the users that list the group, each once. A user that is in no file has only a name. */
export const membersOf = (people: People, group: BackstageEntity) => {
  const key = keyOf(group)
  const named = userKeysOf(group)
  const naming = [...people].filter(([, { groups }]) => groups.includes(key)).map(([user]) => user)
  return [...new Set([...named, ...naming])].map(user =>
    memberOf(people.get(user) ?? { name: user.split('/').at(-1) ?? user, email: undefined }),
  )
}
