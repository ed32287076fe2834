import { lazyRouteComponent } from '@tanstack/react-router'
import { inviteUser, listUsers } from '../../../contract/identity/users.ts'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'
import { signInSearch } from '../sessions/sign-in-search.ts'
import { membersSearch } from './members-search.ts'

export const users: Slice = {
  name: 'users',
  pages: [
    {
      at: [paths.profile],
      frame: 'settings',
      load: lazyRouteComponent(() => import('./my-profile-page.tsx'), 'MyProfilePage'),
      search: signInSearch,
    },
    {
      at: [paths.members],
      frame: 'settings',
      load: lazyRouteComponent(() => import('./members-page.tsx'), 'MembersPage'),
      search: membersSearch,
    },
  ],
  settings: [
    { section: 'Preferences', label: 'My profile', to: paths.profile },
    { section: 'Workspace', label: 'Members', to: paths.members, lists: listUsers },
  ],
  actions: [
    {
      label: 'Invite a person',
      to: paths.members,
      search: { invite: true },
      lists: inviteUser,
      also: 'add user create member',
    },
  ],
  finders: [{ title: 'People', lists: listUsers, load: async () => (await import('./find-people.ts')).findPeople }],
  objects: { USER: 'Person' },
  pagesOf: { USER: email => ({ to: paths.members, search: { query: email } }) },
  done: { USER: { CREATE: 'Added person', DELETE: 'Removed person' } },
}
