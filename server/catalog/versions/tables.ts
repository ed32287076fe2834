import type { Selectable } from 'kysely'
import type { VersionHow } from '../../../contract/catalog/versions.ts'
import type { Flag } from '../../core/db/tables.ts'

/** The whole text of a version, which others are compressed against. */
export type DescriptorBases = { entity_id: string; version: number; stored: number; text: Uint8Array }

export type DescriptorVersions = {
  entity_id: string
  /** The entity's version that began with this text. */
  version: number
  at: number
  how: VersionHow
  /** As in the audit row; null for a text from before Portico kept versions. */
  actor_type: string | null
  actor_identifier: string | null
  actor_email: string | null
  actor_cid: string | null
  actor_name: string | null
  /** Bytes of the text, and stored bytes. */
  size: number
  /** Whether an earlier one is kept. */
  earlier: Flag
  base: number
  stored: number
  /** Packed; null for the text of the base. */
  text: Uint8Array | null
}

/** A version without its text. */
export type VersionRow = Omit<Selectable<DescriptorVersions>, 'text'>

declare module '../../core/db/tables.ts' {
  interface Tables {
    descriptor_bases: DescriptorBases
    descriptor_versions: DescriptorVersions
  }
}
