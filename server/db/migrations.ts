/** The migrations, in order: forward only, never edited once released. A version is its place in this list, from 1. */
import { foundation } from './migrations/001-foundation.ts'

export const MIGRATIONS: readonly (readonly string[])[] = [foundation]
