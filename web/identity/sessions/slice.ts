import { lazyRouteComponent } from '@tanstack/react-router'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'
import { signInSearch } from './sign-in-search.ts'

export const sessions: Slice = {
  name: 'sessions',
  pages: [
    {
      at: [paths.signIn],
      frame: 'entrance',
      load: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
      search: signInSearch,
    },
    {
      at: [paths.forgottenPassword],
      frame: 'entrance',
      load: lazyRouteComponent(() => import('./forgotten-password-page.tsx'), 'ForgottenPasswordPage'),
    },
    {
      at: [paths.resetPassword],
      frame: 'entrance',
      load: lazyRouteComponent(() => import('./reset-password-page.tsx'), 'ResetPasswordPage'),
    },
    {
      at: [paths.invitation],
      frame: 'entrance',
      load: lazyRouteComponent(() => import('./invitation-page.tsx'), 'InvitationPage'),
    },
    {
      at: [paths.proved],
      frame: 'entrance',
      load: lazyRouteComponent(() => import('./proved-page.tsx'), 'ProvedPage'),
      search: signInSearch,
    },
    {
      at: [paths.setUp],
      frame: 'entrance',
      load: lazyRouteComponent(() => import('./set-up-page.tsx'), 'SetUpPage'),
    },
    {
      at: [paths.mySessions],
      frame: 'settings',
      load: lazyRouteComponent(() => import('./my-sessions-page.tsx'), 'MySessionsPage'),
    },
  ],
  settings: [{ section: 'Preferences', label: 'My sessions', to: paths.mySessions }],
  objects: {
    SESSION: 'Session',
    PASSWORD: 'Password',
    ONE_TIME_LINK: 'One-time link',
    PROFILE: 'Profile',
    IDENTITY: 'Linked account',
  },
  done: {
    SESSION: { CREATE: 'Signed in', READ: 'Used session', UPDATE: 'Identity confirmed', DELETE: 'Signed out' },
    PASSWORD: { CREATE: 'Set password', UPDATE: 'Changed password', DELETE: 'Removed password' },
    IDENTITY: { CREATE: 'Linked account', UPDATE: 'Updated linked account', DELETE: 'Unlinked account' },
  },
}
