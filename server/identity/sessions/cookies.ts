/** The cookies we set. Over https they carry the prefix that ties them to this host (RFC 6265bis, 4.1.3.2). */
import { stringifySetCookie } from 'cookie'
import { sessionCookieName } from '../access/cookies.ts'

type Kept = { readonly value: string; readonly maxAgeMs: number }

const isSecure = (publicUrl: string) => publicUrl.startsWith('https:')

const header = (publicUrl: string, name: string, { value, maxAgeMs }: Kept) =>
  stringifySetCookie({
    name,
    value,
    httpOnly: true,
    secure: isSecure(publicUrl),
    sameSite: 'lax',
    path: '/',
    maxAge: Math.floor(maxAgeMs / 1000),
  })

const GONE: Kept = { value: '', maxAgeMs: 0 }

export const sessionCookie = (publicUrl: string, kept: Kept) => header(publicUrl, sessionCookieName(publicUrl), kept)
export const noSessionCookie = (publicUrl: string) => sessionCookie(publicUrl, GONE)

export const flowCookieName = (publicUrl: string) =>
  isSecure(publicUrl) ? '__Host-portico_sign_in' : 'portico_sign_in'
export const flowCookie = (publicUrl: string, kept: Kept) => header(publicUrl, flowCookieName(publicUrl), kept)
export const noFlowCookie = (publicUrl: string) => flowCookie(publicUrl, GONE)
